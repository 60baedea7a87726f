// Checks the log by itself: in its own order the positions and the times of recording, and of each row whether it is one that
// an event can be. What the rows bring to tables of their own is summed up on the way, and what leads to them in the index.

import type { ProposedEvent } from "../../domain/events.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { LogRow, OrderRow } from "../../store/upkeep-log.ts";
import { broughtBy, type RowSums } from "./brought-rows.ts";
import type { TermSums } from "./compare-terms.ts";
import type { Difference } from "./difference.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import { readEvent } from "./read-event.ts";

export type AllSums = { readonly [Table in BroughtTable]: RowSums };

/** Where an event stands. */
export type EventPlace = Pick<LogRow, "position" | "stream" | "version">;

export class LogCheck {
  readonly sums: AllSums;
  readonly terms: TermSums;
  readonly #differences: Difference[] = [];
  /** The positions of events that came meanwhile and of which something was told: these are looked at again. */
  readonly #told = new Set<number>();
  #position = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;

  constructor(sums: AllSums, terms: TermSums) {
    this.sums = sums;
    this.terms = terms;
  }

  /** Up to where the order of the log was checked. */
  get position(): number {
    return this.#position;
  }

  /** The next event in the order of the log. */
  order(row: OrderRow): void {
    const [position, stream, version, recordedAt] = row;
    const next = this.#position + 1;
    if (position !== next) this.#tell({ position, stream, version }, flaw("position", `${next}`), position);
    this.#position = position;
    if (recordedAt < this.#recordedAt) {
      const wrong = flaw("recorded_at", "not before that of the event before");
      this.#tell({ position, stream, version }, wrong, recordedAt);
    } else {
      this.#recordedAt = recordedAt;
    }
    this.terms.add(row);
  }

  /** The event that the row holds; null where it holds none. It is summed up where its place in the order was checked. */
  take(row: LogRow): ProposedEvent | null {
    const read = readEvent(row);
    if (read.kind === "flaw") {
      this.flawed(row, read, row[read.field as keyof LogRow]);
      return null;
    }
    if (row.position <= this.#position) {
      const brought = broughtBy(row, read.event);
      if (brought) this.sums[brought.table].add(brought.key, brought.row);
    }
    return read.event;
  }

  /** Something is wrong with a row that was read by itself or with its stream; `value` is what stands in the field. */
  flawed(place: EventPlace, wrong: Flaw, value: unknown): void {
    if (this.#told.has(place.position)) return;
    if (place.position > this.#position) this.#told.add(place.position);
    this.#tell(place, wrong, value);
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
