// Checks the log in its own order: the positions and the times of recording. What leads to the events in the index is summed
// up on the way.

import type { OrderRow } from "../../store/upkeep-log.ts";
import { latestTime } from "../../store/upkeep-records.ts";
import type { Difference } from "./difference.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import { flawedEvent } from "./flawed-event.ts";
import type { TermSums } from "./term-sums.ts";

/** How far the order of the log was checked. */
export interface OrderState {
  readonly position: number;
  /** How many events were found. */
  readonly events: number;
  /** When the last one was recorded, of those whose time can be believed. */
  readonly recordedAt: number;
}

export const atTheStart: OrderState = { position: 0, events: 0, recordedAt: Number.NEGATIVE_INFINITY };

export class OrderCheck {
  readonly #terms: TermSums;
  readonly #differences: Difference[] = [];
  #position: number;
  #events: number;
  #recordedAt: number;

  /** Goes on from where another stopped, which has summed up what `terms` ask for. */
  constructor(terms: TermSums, { position, events, recordedAt } = atTheStart) {
    this.#terms = terms;
    this.#position = position;
    this.#events = events;
    this.#recordedAt = recordedAt;
  }

  /** Up to where it was checked. */
  get position(): number {
    return this.#position;
  }

  get state(): OrderState {
    return { position: this.#position, events: this.#events, recordedAt: this.#recordedAt };
  }

  /** The next event. */
  next(row: OrderRow): void {
    // Not taken apart by a pattern, which would walk each row as an iterator.
    const position = row[0];
    const stream = row[1];
    const recordedAt = row[3];
    const place = { position, stream, version: row[2] };
    const next = this.#position + 1;
    if (position !== next) this.#differences.push(flawedEvent(place, flaw("position", `${next}`), position));
    // Streams are not looked for where numbers end.
    if (Math.abs(stream) >= Number.MAX_SAFE_INTEGER) {
      this.#differences.push(flawedEvent(place, flaw("stream", "the number of a stream"), stream));
    }
    this.#position = position;
    this.#events += 1;
    const wrong = this.#flawOfTime(recordedAt);
    if (wrong) this.#differences.push(flawedEvent(place, wrong, recordedAt));
    else this.#recordedAt = recordedAt;
    this.#terms.add(row);
  }

  /** What is no time is not compared with the times after it. */
  #flawOfTime(recordedAt: number): Flaw | null {
    if (recordedAt > latestTime || recordedAt < -latestTime) return flaw("recorded_at", "a time");
    return recordedAt < this.#recordedAt ? flaw("recorded_at", "not before that of the event before") : null;
  }

  /** What was found since it was asked for last. */
  found(): readonly Difference[] {
    return this.#differences.splice(0);
  }
}
