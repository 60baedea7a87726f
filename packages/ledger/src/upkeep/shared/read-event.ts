// From a row of the log to the event that it holds, or to what is wrong with the row: here alone a broken log is something
// to be told, no reason to stop.

import { type EventType, observed, type Personal, type ProposedEvent, streamKindOf } from "../../domain/events.ts";
import { isSeatEventType } from "../../domain/seat-machine.ts";
import { isEventType, readData, schemaVersionOf } from "../../store/event-schemas.ts";
import { dataOfList, isListed } from "../../store/listed-data.ts";
import { upcast } from "../../store/upcasters.ts";
import type { FoldRow } from "../../store/upkeep-log.ts";
import { latestTime } from "../../store/upkeep-records.ts";
import { type Flaw, flaw, flawOfSubject } from "./flaw-of-row.ts";
import { plainData } from "./plain-data.ts";

/** An event with no more than a fold looks at. */
export interface FoldableEvent {
  readonly kind: "event";
  readonly event: ProposedEvent;
}

export function readEvent(row: FoldRow): FoldableEvent | Flaw {
  const facts = factsOf.get(row.type);
  if (!facts) return flaw("type", "a type that this version knows");
  const { type, today } = facts;
  if (row.schema_version < 1 || row.schema_version > today) return flaw("schema_version", `1 to ${today}`);
  if (Math.abs(row.occurred_at) > latestTime) return flaw("occurred_at", "a time");
  if (row.has_personal !== 0 && row.has_personal !== 1) return flaw("has_personal", "0 or 1");
  const wrong = flawOfSubject(row, facts.isOfSeat);
  if (wrong) return wrong;
  const data = (row.schema_version === today ? plainData(type, row.data, row.person_id) : null) ?? dataOf(row, facts);
  if (data === null) return flaw("data", `the data of ${type}, schema ${row.schema_version}`);
  return { kind: "event", event: foldable(row, facts, data) };
}

function foldable(row: FoldRow, { type, namesSomebody }: TypeFacts, data: unknown): ProposedEvent {
  return {
    type,
    seatId: row.seat_id,
    occupancy: row.occupancy,
    holdingId: row.holding_id,
    personId: row.person_id,
    data,
    personal: namesSomebody ? referenceTo(row.version) : null,
    occurredAt: new Date(row.occurred_at),
    certainty: observed,
    cause: null,
    supersedes: null,
    // The type chose the schema of the data and the presence of the seat: one event of the union.
  } as ProposedEvent;
}

/** By the schema; null where it does not admit them. */
function dataOf(row: FoldRow, facts: TypeFacts): unknown {
  const { type, today } = facts;
  const told = unlisted(facts, row);
  return readData(type, row.schema_version < today ? upcasted(type, row.schema_version, told) : told);
}

/** Only the data: whom an older event named is of no interest here. */
function upcasted(type: EventType, schemaVersion: number, data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  return upcast(type, schemaVersion, { stream_id: "", person_id: null, data }).data;
}

/**
 * What the data tell, from a list where they were written as one. Text that is not as this library writes it may say one thing
 * to JavaScript and another to the database, by keys that stand there twice; in a list there are none.
 */
function unlisted(facts: TypeFacts, { schema_version, data, person_id }: FoldRow): unknown {
  const parsed = parse(data);
  if (!facts.isListed || schema_version === 1) return JSON.stringify(parsed) === data ? parsed : undefined;
  return Array.isArray(parsed) ? dataOfList(facts.type, parsed, person_id) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
  "InvitationResumed",
  "SeatResumed",
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

interface TypeFacts {
  readonly type: EventType;
  /** The schema by which it is written today. */
  readonly today: number;
  readonly isOfSeat: boolean;
  readonly isListed: boolean;
  readonly namesSomebody: boolean;
}

/** Looked up once for each event. */
const factsOf: ReadonlyMap<string, TypeFacts> = new Map(
  Object.keys(streamKindOf)
    .filter(isEventType)
    .map((type) => [
      type,
      {
        type,
        today: schemaVersionOf(type),
        isOfSeat: isSeatEventType(type) || type === "HoldingDiscovered" || type === "HoldingSuperseded",
        isListed: isListed(type),
        namesSomebody: namesSomebody.has(type),
      },
    ]),
);

/** The version that a reference names. */
export function versionReferred(reference: string | { readonly [key: string]: unknown } | null): number | null {
  if (reference === null) return null;
  return Number(typeof reference === "string" ? reference : reference[referenceKey]);
}
