// Checks the events of the log by themselves: of each row whether it is one that an event can be. What the rows bring to tables
// of their own is summed up on the way.

import type { ProposedEvent } from "../../domain/events.ts";
import { invariant } from "../../invariant.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { FoldRow, LogPiece } from "../../store/upkeep-log.ts";
import type { EventRecord } from "../../store/upkeep-records.ts";
import { broughtBy, RowSums } from "./brought-rows.ts";
import type { Difference } from "./difference.ts";
import type { Flaw } from "./flaw-of-row.ts";
import { type EventPlace, flawedEvent } from "./flawed-event.ts";
import { type FoldableEvent, readEvent } from "./read-event.ts";

export type AllSums = { readonly [Table in BroughtTable]: RowSums };

export function newSums(): AllSums {
  return { invitations: new RowSums(), sessions: new RowSums(), forgotten: new RowSums() };
}

/** The events that were read together: each row comes with these. */
type Records = LogPiece["records"];
/** What is wrong with an event besides what a fold needs: asked only of events that are not plain (is_plain = 0). */
export type FlawOfRecord = (record: EventRecord) => Flaw | null;

export class EventCheck {
  readonly sums: AllSums;
  readonly #flawOf: FlawOfRecord;
  readonly #differences: Difference[] = [];
  /** The positions of events that came meanwhile and of which something was told: these are looked at again. */
  readonly #told: Set<number>;
  #upTo: number;

  /** Sums up the events up to a position: what comes after it is taken again, and told of once. */
  constructor(flawOf: FlawOfRecord, upTo: number, sums: AllSums = newSums(), told: Iterable<number> = []) {
    this.#flawOf = flawOf;
    this.#upTo = upTo;
    this.sums = sums;
    this.#told = new Set(told);
  }

  /** The positions beyond the end of which something was told. */
  get told(): readonly number[] {
    return [...this.#told];
  }

  /** From now on events are summed up to another position. */
  extend(upTo: number): void {
    this.#upTo = upTo;
  }

  /** The event that the row holds; null where it holds none. It is summed up where it is not beyond the end. */
  take(row: FoldRow, records: Records): ProposedEvent | null {
    const read = this.#read(row, records);
    if (read.kind === "flaw") {
      this.flawed(row, read);
      return null;
    }
    if (row.position <= this.#upTo) {
      const brought = broughtBy(row, read.event);
      if (brought) this.sums[brought.table].add(brought.key, brought.row);
    }
    return read.event;
  }

  /** The event that the row holds, of which nothing is told or summed up; null where it holds none. */
  peek(row: FoldRow, records: Records): ProposedEvent | null {
    const read = this.#read(row, records);
    return read.kind === "event" ? read.event : null;
  }

  #read(row: FoldRow, records: Records): FoldableEvent | Flaw {
    const read = readEvent(row);
    if (read.kind === "flaw" || row.is_plain === 1) return read;
    const record = records.get(row.position);
    // A position that no number holds leads to no record: that it is wrong the order of the log tells.
    invariant(record || !Number.isSafeInteger(row.position), "what is not plainly right was read whole");
    return (record && this.#flawOf(record)) ?? read;
  }

  /** Something is wrong with a row that was read by itself or with its stream. */
  flawed(row: EventPlace, wrong: Flaw): void {
    if (this.#told.has(row.position)) return;
    if (row.position > this.#upTo) this.#told.add(row.position);
    const { [wrong.field]: value }: { readonly [column: string]: unknown } = row;
    this.#differences.push(flawedEvent(row, wrong, value));
  }

  /** What was found since it was asked for last. */
  found(): readonly Difference[] {
    return this.#differences.splice(0);
  }
}
