// From a row of the log to the event that it holds, or to what is wrong with the row: here alone a broken log is something
// to be told, no reason to stop.

import { type EventType, observed, type Personal, type ProposedEvent } from "../../domain/events.ts";
import { isSeatEventType } from "../../domain/seat-machine.ts";
import { isEventType, readData, schemaVersionOf } from "../../store/event-schemas.ts";
import { dataOfList, isListed } from "../../store/listed-data.ts";
import { upcast } from "../../store/upcasters.ts";
import type { LogRow } from "../../store/upkeep-queries.ts";

/** What is wrong with a row, and in which of its columns. Never what the column holds: it may be personal. */
export interface Flaw {
  readonly kind: "flaw";
  readonly field: string;
  readonly expected: string;
}

/** An event with no more than a fold looks at. */
export interface FoldableEvent {
  readonly kind: "event";
  readonly event: ProposedEvent;
}

/** The latest time that a date can hold. */
const latest = 8_640_000_000_000_000;

export function readEvent(row: LogRow): FoldableEvent | Flaw {
  const { type } = row;
  if (!isEventType(type)) return flaw("type", "a type that this version knows");
  const today = schemaVersionOf(type);
  if (row.schema_version < 1 || row.schema_version > today) return flaw("schema_version", `1 to ${today}`);
  if (Math.abs(row.occurred_at) > latest) return flaw("occurred_at", "a time");
  const wrong = flawOfSubject(row, type) ?? flawOfSource(row) ?? flawOfGuess(row);
  if (wrong) return wrong;
  const told = unlisted(type, row);
  const shape = row.schema_version < today ? upcasted(type, row.schema_version, told) : told;
  const data = readData(type, shape);
  if (data === null) return flaw("data", `the data of ${type}, schema ${row.schema_version}`);
  return {
    kind: "event",
    event: {
      type,
      seatId: row.seat_id,
      occupancy: row.occupancy,
      holdingId: row.holding_id,
      personId: row.person_id,
      data,
      personal: namesSomebody.has(type) ? referenceTo(row.version) : null,
      occurredAt: new Date(row.occurred_at),
      certainty: observed,
      cause: null,
      supersedes: null,
      // The type chose the schema of the data and the presence of the seat: one event of the union.
    } as ProposedEvent,
  };
}

export function flaw(field: string, expected: string): Flaw {
  return { kind: "flaw", field, expected };
}

/** Only the data: whom an older event named is of no interest here. */
function upcasted(type: EventType, schemaVersion: number, data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  return upcast(type, schemaVersion, { stream_id: "", person_id: null, data }).data;
}

/** What the data tell, from a list where they were written as one. */
function unlisted(type: EventType, { schema_version, data, person_id }: LogRow): unknown {
  const parsed = parse(data);
  if (!isListed(type) || schema_version === 1) return parsed;
  return Array.isArray(parsed) ? dataOfList(type, parsed, person_id) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An event of a seat names its seat, its holding and its occupancy; any other names none of them. */
function flawOfSubject(row: LogRow, type: EventType): Flaw | null {
  if (isSeatEventType(type) || type === "HoldingDiscovered" || type === "HoldingSuperseded") {
    if (!row.seat_id) return flaw("seat_id", "the seat that the event is about");
    if (!row.holding_id) return flaw("holding_id", "the holding that the event is about");
    return row.occupancy !== null && row.occupancy >= 1 ? null : flaw("occupancy", "1 or more");
  }
  if (row.seat_id !== null) return flaw("seat_id", "nothing: the event is about no seat");
  if (row.holding_id !== null) return flaw("holding_id", "nothing: the event is about no seat");
  return row.occupancy === null ? null : flaw("occupancy", "nothing: the event is about no seat");
}

const actorTypes: ReadonlySet<string> = new Set(["user", "customer", "member", "system", "polar"]);
const origins: ReadonlySet<string> = new Set([
  ...["command", "webhook", "delivery-log", "listing", "polar-events", "write-through"],
]);
const causes: ReadonlySet<string | null> = new Set([
  null,
  ...["pool-closed", "person-changed", "person-removed", "person-forgotten", "drift", "seat-reused"],
]);

/** Who did it and why: no fold looks at these. */
function flawOfSource(row: LogRow): Flaw | null {
  if (!actorTypes.has(row.actor_type)) return flaw("actor_type", "a kind of actor");
  if (!origins.has(row.origin)) return flaw("origin", "an origin of events");
  if (!causes.has(row.cause)) return flaw("cause", "a cause, or nothing");
  return null;
}

/** How sure it is, and what it puts right. */
function flawOfGuess(row: LogRow): Flaw | null {
  if (row.inferred === 0 && row.not_before === null && row.not_after === null && row.supersedes === null) return null;
  if (row.inferred !== 0 && row.inferred !== 1) return flaw("inferred", "0 or 1");
  if ((row.inferred === 1) !== (row.not_after !== null)) return flaw("not_after", "the end of the span of a guess");
  if (row.not_before !== null && row.not_before > (row.not_after ?? Number.NEGATIVE_INFINITY)) {
    return flaw("not_before", "the beginning of the span of a guess");
  }
  if (row.supersedes === null || isEarlierVersion(row.supersedes, row.version)) return null;
  return flaw("supersedes", "an earlier version, or nothing");
}

function isEarlierVersion(text: string, version: number): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) < version;
}

/** From these the views take who somebody is. */
const namesSomebody: ReadonlySet<EventType> = new Set([
  "CustomerRegistered",
  "CustomerChanged",
  "MemberRegistered",
  "MemberChanged",
  "SeatAssigned",
  "SeatGranted",
  "HolderChanged",
]);

/**
 * Stands for the personal row of an event: where the fold puts an e-mail, it puts the number of the event that told it, and
 * the row is looked up once, in the end. So no fold holds anything personal, and none reads what was replaced since.
 */
function referenceTo(version: number): Personal {
  const reference = String(version);
  return { email: reference, name: reference, externalId: reference, metadata: { [referenceKey]: version } };
}

const referenceKey = "version";

/** The version that a reference names. */
export function versionReferred(reference: string | { readonly [key: string]: unknown } | null): number | null {
  if (reference === null) return null;
  return Number(typeof reference === "string" ? reference : reference[referenceKey]);
}
