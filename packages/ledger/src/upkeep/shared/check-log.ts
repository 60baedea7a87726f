// Checks the log by itself: in its own order the positions and the times of recording, and of each row whether it is one that
// an event can be. What the rows bring to tables of their own is summed up on the way, and what leads to them in the index.

import type { ProposedEvent } from "../../domain/events.ts";
import { invariant } from "../../invariant.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { FoldRow, LogPiece, OrderRow } from "../../store/upkeep-log.ts";
import { type EventRecord, latestTime } from "../../store/upkeep-records.ts";
import { broughtBy, type RowSums } from "./brought-rows.ts";
import type { TermSums } from "./compare-terms.ts";
import type { Difference } from "./difference.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import { type FoldableEvent, readEvent } from "./read-event.ts";

export type AllSums = { readonly [Table in BroughtTable]: RowSums };

/** Where an event stands. */
type EventPlace = Pick<FoldRow, "position" | "stream" | "version">;

/** The events that were read together: each row comes with these. */
type Records = LogPiece["records"];
/** What is wrong with an event besides what a fold needs: asked only of events that are not plain (is_plain = 0). */
export type FlawOfRecord = (record: EventRecord) => Flaw | null;

export class LogCheck {
  readonly sums: AllSums;
  readonly terms: TermSums;
  readonly #differences: Difference[] = [];
  /** The positions of events that came meanwhile and of which something was told: these are looked at again. */
  readonly #told = new Set<number>();
  #position = 0;
  #events = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;

  readonly #flawOf: FlawOfRecord;

  constructor(flawOf: FlawOfRecord, sums: AllSums, terms: TermSums) {
    this.#flawOf = flawOf;
    this.sums = sums;
    this.terms = terms;
  }

  /** Up to where the order of the log was checked. */
  get position(): number {
    return this.#position;
  }

  /** How many events were found in the order of the log. */
  get events(): number {
    return this.#events;
  }

  /** The next event in the order of the log. */
  order(row: OrderRow): void {
    const [position, stream, version, recordedAt] = row;
    const next = this.#position + 1;
    if (position !== next) this.#tell({ position, stream, version }, flaw("position", `${next}`), position);
    this.#position = position;
    this.#events += 1;
    const wrong = this.#flawOfTime(recordedAt);
    if (wrong) this.#tell({ position, stream, version }, wrong, recordedAt);
    else this.#recordedAt = recordedAt;
    this.terms.add(row);
  }

  /** What is no time is not compared with the times after it. */
  #flawOfTime(recordedAt: number): Flaw | null {
    if (recordedAt > latestTime || recordedAt < -latestTime) return flaw("recorded_at", "a time");
    return recordedAt < this.#recordedAt ? flaw("recorded_at", "not before that of the event before") : null;
  }

  /** The event that the row holds; null where it holds none. It is summed up where its place in the order was checked. */
  take(row: FoldRow, records: Records): ProposedEvent | null {
    const read = this.#read(row, records);
    if (read.kind === "flaw") {
      this.flawed(row, read);
      return null;
    }
    if (row.position <= this.#position) {
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
    if (row.position > this.#position) this.#told.add(row.position);
    const { [wrong.field]: value }: { readonly [column: string]: unknown } = row;
    this.#tell(row, wrong, value);
  }

  #tell({ position, stream, version }: EventPlace, { field, expected }: Flaw, value: unknown): void {
    const found = spoken.has(field) ? String(value) : "something else";
    this.#differences.push({ table: "events", field, stream, version, position, expected, found, mends: [] });
  }

  /** What was found since it was asked for last. */
  found(): readonly Difference[] {
    return this.#differences.splice(0);
  }
}

/** Of these columns it may be said what they hold. */
const spoken: ReadonlySet<string> = new Set([
  ...["position", "version", "type", "schema_version", "organization", "occupancy", "occurred_at", "recorded_at"],
]);
