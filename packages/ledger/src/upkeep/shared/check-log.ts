// Checks the log by itself, row after row in its order: the positions, the times of recording, and whether each row is one
// that an event can be. What the rows bring to tables of their own is summed up on the way.

import type { ProposedEvent } from "../../domain/events.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { LogRow } from "../../store/upkeep-queries.ts";
import { broughtBy, type RowSums } from "./brought-rows.ts";
import type { TermSums } from "./compare-terms.ts";
import type { Difference } from "./difference.ts";
import type { Flaw } from "./flaw-of-row.ts";
import { readAgain, readEvent } from "./read-event.ts";

export type AllSums = { readonly [Table in BroughtTable]: RowSums };

export class LogCheck {
  readonly sums: AllSums;
  readonly terms: TermSums;
  readonly #differences: Difference[] = [];
  /** The positions of the events that were told to be misplaced. */
  readonly #misplaced = new Set<number>();
  /** The positions that hold no event. */
  readonly #unreadable = new Set<number>();
  #position = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;

  constructor(sums: AllSums, terms: TermSums) {
    this.sums = sums;
    this.terms = terms;
  }

  /** Up to where the log was checked. */
  get position(): number {
    return this.#position;
  }

  /** The event that the row holds; null where it holds none. */
  take(row: LogRow): ProposedEvent | null {
    const { position } = row;
    if (position !== this.#position + 1)
      this.flawed(row, { kind: "flaw", field: "position", expected: `${this.#position + 1}` });
    this.#position = position;
    if (row.recorded_at < this.#recordedAt) {
      this.flawed(row, { kind: "flaw", field: "recorded_at", expected: "not before that of the event before" });
    }
    this.#recordedAt = Math.max(this.#recordedAt, row.recorded_at);
    this.terms.add(row);
    const read = readEvent(row);
    if (read.kind === "flaw") {
      this.flawed(row, read);
      this.#unreadable.add(position);
      return null;
    }
    const brought = broughtBy(row, read.event);
    if (brought) this.sums[brought.table].add(brought.key, brought.row);
    return read.event;
  }

  /** The event that the row holds, which was taken before unless it is new; null where it holds none. */
  again(row: LogRow): ProposedEvent | null {
    if (row.position <= this.#position) return this.#unreadable.has(row.position) ? null : readAgain(row);
    const read = readEvent(row);
    return read.kind === "event" ? read.event : null;
  }

  /** Something is wrong with a row. */
  flawed(row: LogRow, { field, expected }: Flaw): void {
    const { stream, version, position } = row;
    const found = spoken.has(field) ? String(row[field as keyof LogRow]) : "something else";
    this.#differences.push({ table: "events", field, stream, version, position, expected, found, mends: [] });
  }

  /**
   * A fold found that the event cannot be where it is. It is told once, though the fold may have let go of its stream after
   * that, and a later one finds it again.
   */
  misplaced(row: LogRow, flaw: Flaw): void {
    if (this.#misplaced.has(row.position)) return;
    this.#misplaced.add(row.position);
    this.flawed(row, flaw);
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
