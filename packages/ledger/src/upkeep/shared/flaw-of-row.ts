// What is wrong with the columns of a row of the log that no fold looks at, or that every event of its kind must have.

import type { FoldRow } from "../../store/upkeep-log.ts";
import { actorTypes, causes, type EventRecord, latestTime, origins } from "../../store/upkeep-records.ts";

/** What is wrong with a row, and in which of its columns. Never what the column holds: it may be personal. */
export interface Flaw {
  readonly kind: "flaw";
  readonly field: string;
  readonly expected: string;
}

export function flaw(field: string, expected: string): Flaw {
  return { kind: "flaw", field, expected };
}

/** Of what no fold looks at: who told it and why, how sure it is. */
export function flawOfRecord(row: EventRecord): Flaw | null {
  return flawOfSource(row) ?? flawOfGuess(row) ?? flawOfTimes(row) ?? flawOfCommand(row);
}

/** An event of a seat names its seat, its holding and its occupancy; any other names none of them. */
export function flawOfSubject(row: FoldRow, isOfSeat: boolean): Flaw | null {
  if (isOfSeat) {
    if (!row.seat_id) return flaw("seat_id", "the seat that the event is about");
    if (!row.holding_id) return flaw("holding_id", "the holding that the event is about");
    return row.occupancy !== null && row.occupancy >= 1 ? null : flaw("occupancy", "1 or more");
  }
  if (row.seat_id !== null) return flaw("seat_id", "nothing: the event is about no seat");
  if (row.holding_id !== null) return flaw("holding_id", "nothing: the event is about no seat");
  return row.occupancy === null ? null : flaw("occupancy", "nothing: the event is about no seat");
}

/** Who did it and why: no fold looks at these. */
function flawOfSource(row: EventRecord): Flaw | null {
  if (!isOneOf(actorTypes, row.actor_type)) return flaw("actor_type", "a kind of actor");
  if (row.actor_id === "") return flaw("actor_id", "an id, or nothing");
  if (!isOneOf(origins, row.origin)) return flaw("origin", "an origin of events");
  if (row.cause !== null && !isOneOf(causes, row.cause)) return flaw("cause", "a cause, or nothing");
  return null;
}

/** How sure it is, and what it puts right. */
function flawOfGuess(row: EventRecord): Flaw | null {
  if (row.inferred === 0 && row.not_before === null && row.not_after === null && row.supersedes === null) return null;
  if (row.inferred !== 0 && row.inferred !== 1) return flaw("inferred", "0 or 1");
  if ((row.inferred === 1) !== (row.not_after !== null)) return flaw("not_after", "the end of the span of a guess");
  if (row.not_before !== null && row.not_before > (row.not_after ?? Number.NEGATIVE_INFINITY)) {
    return flaw("not_before", "the beginning of the span of a guess");
  }
  if (row.supersedes === null || isEarlierVersion(row.supersedes, row.version)) return null;
  return flaw("supersedes", "an earlier version, or nothing");
}

/** Of each there is a date, or it is not told. */
function flawOfTimes(row: EventRecord): Flaw | null {
  const column = times.find((one) => Math.abs(row[one] ?? 0) > latestTime);
  return column === undefined ? null : flaw(column, "a time, or nothing");
}

const times = ["not_before", "not_after", "observed_at"] as const;

/**
 * A command tells of nothing to come: later ones would be dated by it. What a source shows may be dated by a clock that is
 * ahead of ours.
 */
export function flawOfCommand(row: EventRecord): Flaw | null {
  return row.occurred_at <= row.recorded_at || row.origin !== "command"
    ? null
    : flaw("occurred_at", "not after recorded_at");
}

function isOneOf(values: readonly string[], text: string): boolean {
  return values.includes(text);
}

function isEarlierVersion(text: string, version: number): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) < version;
}
