// Between an event and its row. What is written is checked by its schema. What is read was written so: only what tells one
// event from another is looked at, for checking every field again took longer than reading it; `verify` checks whole rows
// (upkeep/shared/read-event.ts).

import type { Cause, Certainty, RecordedEvent, SeatEvent } from "../domain/events.ts";
import { observed, streamKindOf } from "../domain/events.ts";
import type { CustomerId, HoldingId, OrganizationId, PersonId, PoolId, SeatId } from "../domain/ids.ts";
import type { CountedEvent } from "../domain/numbers.ts";
import { isSeatEventType } from "../domain/seat-machine.ts";
import { invariant } from "../invariant.ts";
import { dataOf } from "./event-data.ts";
import { checkedData, checkedPersonal, isEventType, readData, readPersonal, schemaVersionOf } from "./event-schemas.ts";
import { listedData } from "./listed-data.ts";
import type { EventsTable } from "./tables.ts";
import { upcast } from "./upcasters.ts";

/** A row of the log with what the joins bring: the stream's name, the organization's id, the personal row. */
export interface EventRow extends EventsTable {
  stream_kind: string;
  stream_id: string;
  organization_id: string;
  personal: string | null;
}

/** An event's own columns; its stream's and organization's numbers come beside it. */
export function eventColumns(
  event: RecordedEvent,
): Omit<EventsTable, "stream" | "organization" | "ordinal" | "has_personal"> {
  invariant(streamKindOf[event.type] === event.stream.kind, `${event.type} on a stream of kind ${event.stream.kind}`);
  const { certainty } = event;
  return {
    position: event.position,
    version: event.version,
    type: event.type,
    schema_version: event.schemaVersion,
    person_id: event.personId,
    holding_id: event.holdingId,
    seat_id: event.seatId,
    occupancy: event.occupancy,
    occurred_at: event.occurredAt.getTime(),
    recorded_at: event.recordedAt.getTime(),
    actor_type: event.actor.type,
    actor_id: event.actor.id,
    origin: event.origin,
    origin_id: event.originId,
    observed_at: event.observedAt?.getTime() ?? null,
    inferred: certainty.inferred ? 1 : 0,
    not_before: certainty.inferred ? (certainty.notBefore?.getTime() ?? null) : null,
    not_after: certainty.inferred ? certainty.notAfter.getTime() : null,
    cause: event.cause,
    supersedes: event.supersedes === null ? null : String(event.supersedes),
    data: JSON.stringify(listedData(event.type, dataToWrite(event), event.personId)),
  };
}

/** Checked at little cost where they are plainly right; what is wrong is thrown as the schema says it. */
function dataToWrite({ type, data }: RecordedEvent): RecordedEvent["data"] {
  return readData(type, data) ?? checkedData(type, data);
}

/** The personal row's content, or null where the event has none. */
export function personalColumn(event: RecordedEvent): string | null {
  if (event.personal === null || Object.keys(event.personal).length === 0) return null;
  return JSON.stringify(readPersonal(event.personal) ?? checkedPersonal(event.personal));
}

export function eventOf(row: EventRow): RecordedEvent {
  const type = row.type;
  invariant(isEventType(type), `the log holds an event of the unknown type ${type} at position ${row.position}`);
  invariant(row.schema_version <= schemaVersionOf(type), `the event at position ${row.position} has a newer schema`);
  invariant(streamKindOf[type] === row.stream_kind, `${type} stands on a stream of kind ${row.stream_kind}`);
  const { person_id, data } = upcast(type, row.schema_version, {
    stream_id: row.stream_id,
    person_id: row.person_id,
    data: dataOf(type, row.data, row.person_id),
  });
  return {
    position: row.position,
    stream: { kind: streamKindOf[type], id: row.stream_id as OrganizationId | CustomerId | PoolId },
    version: row.version,
    type,
    schemaVersion: row.schema_version,
    organizationId: row.organization_id as OrganizationId,
    personId: person_id as PersonId | null,
    holdingId: row.holding_id as HoldingId | null,
    seatId: row.seat_id as SeatId | null,
    occupancy: row.occupancy,
    occurredAt: new Date(row.occurred_at),
    recordedAt: new Date(row.recorded_at),
    actor: { type: row.actor_type as RecordedEvent["actor"]["type"], id: row.actor_id },
    origin: row.origin as RecordedEvent["origin"],
    originId: row.origin_id,
    observedAt: dateOrNull(row.observed_at),
    certainty: certaintyOf(row),
    cause: row.cause as Cause | null,
    supersedes: row.supersedes === null ? null : Number(row.supersedes),
    data,
    personal: row.personal === null ? null : JSON.parse(row.personal),
    // The row's type chose the schema of its data and the presence of its seat: one event of the union.
  } as RecordedEvent;
}

/** The columns by which the fold of a seat goes on. */
export type SeatEventRow = Pick<
  EventRow,
  "type" | "version" | "person_id" | "holding_id" | "seat_id" | "occupancy" | "occurred_at" | "data" | "personal"
>;

/** An event of a seat as the fold of it needs it: what it took to record it is left out. */
export function seatEventOf(row: SeatEventRow): SeatEvent {
  const { type } = row;
  invariant(isSeatEventType(type), `${type} is a step of a seat`);
  return {
    type,
    seatId: row.seat_id as SeatId,
    occupancy: row.occupancy,
    holdingId: row.holding_id as HoldingId,
    personId: row.person_id as PersonId | null,
    data: dataOf(type, row.data, row.person_id),
    personal: row.personal === null ? null : JSON.parse(row.personal),
    occurredAt: new Date(row.occurred_at),
    certainty: observed,
    cause: null,
    supersedes: null,
    // As above: one event of the union.
  } as SeatEvent;
}

/** Of an event that changes the numbers of its pool, the columns that tell how; `data` only where it is needed for that. */
export type CountedEventRow = Pick<EventRow, "type" | "occurred_at"> & { readonly data: string | null };

/** An event that changes the numbers of its pool, as far as it does. */
export function countedEventOf({ type, occurred_at, data }: CountedEventRow): CountedEvent {
  invariant(isEventType(type), `the log holds an event of the unknown type ${type}`);
  // As above: the query chose the type, the type chose the schema of its data.
  return {
    type,
    occurredAt: new Date(occurred_at),
    ...(data === null ? {} : { data: dataOf(type, data, null) }),
  } as CountedEvent;
}

function certaintyOf(row: EventsTable): Certainty {
  if (row.inferred === 0) return observed;
  invariant(row.not_after !== null, `the inferred event at position ${row.position} has no end to its span`);
  return { inferred: true, notBefore: dateOrNull(row.not_before), notAfter: new Date(row.not_after) };
}

export function dateOrNull(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
