// Reading and appending the log.

import { type RawBuilder, sql } from "kysely";
import type { RecordedEvent } from "../domain/events.ts";
import { invariant } from "../invariant.ts";
import { type EventRow, eventColumns, eventOf, personalColumn } from "./event-codec.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, idOfStream, insert, query } from "./query.ts";
import type { EventsTable, StreamsTable } from "./tables.ts";

export interface Head {
  /** The last position; 0 on an empty log. */
  readonly position: number;
  readonly recordedAt: Date;
  /** The highest number of a stream. */
  readonly stream: number;
  /** Up to which position the index of terms is written. */
  readonly indexed: number;
}

const headRow = query((db) =>
  db.selectNoFrom([
    sql<number>`coalesce((select max(position) from events), 0)`.as("position"),
    sql<number>`coalesce((select recorded_at from events where position = (select max(position) from events)), 0)`.as(
      "recorded_at",
    ),
    sql<number>`coalesce((select max(stream) from streams), 0)`.as("stream"),
    sql<number>`(select position from event_terms_mark)`.as("indexed"),
  ]),
);

/** Where the log ends. */
export function* readHead(): Reads<Head> {
  const row = yield* askOne(headRow({}));
  invariant(row, "the log ends somewhere");
  return { ...row, recordedAt: new Date(row.recorded_at) };
}

const endRow = query((db) =>
  db.selectFrom("events").select(["position", "recorded_at"]).orderBy("position", "desc").limit(1),
);

/** The last event's place, for those who only read. */
export function* readEnd(): Reads<Pick<Head, "position" | "recordedAt">> {
  const row = yield* askOne(endRow({}));
  return { position: row?.position ?? 0, recordedAt: new Date(row?.recorded_at ?? 0) };
}

const streamById = query((db, args: { id: string }) =>
  db.selectFrom("streams").select("stream").where("id", "=", args.id),
);

/** Whether an id names a stream already: ids are unique in the whole ledger. */
export function* isStreamKnown(id: string): Reads<boolean> {
  return (yield* askOne(streamById({ id }))) !== null;
}

const insertStream = insert("streams", { stream: true, kind: true, id: true });

const insertEvent = insert("events", {
  position: true,
  stream: true,
  version: true,
  type: true,
  schema_version: true,
  organization: true,
  person_id: true,
  holding_id: true,
  seat_id: true,
  occupancy: true,
  occurred_at: true,
  recorded_at: true,
  actor_type: true,
  actor_id: true,
  origin: true,
  origin_id: true,
  observed_at: true,
  inferred: true,
  not_before: true,
  not_after: true,
  cause: true,
  supersedes: true,
  data: true,
  ordinal: true,
  has_personal: true,
});

const insertPersonal = insert("personal", { stream: true, version: true, data: true });

/** The stream's first mention: its name and its number. */
export function openStream(stream: StreamsTable): Bound {
  return insertStream({ ...stream });
}

/** One event and its personal row. */
export function appendEvent(event: RecordedEvent, place: EventPlace): readonly Bound[] {
  const personal = personalColumn(event);
  const row = insertEvent({ ...eventColumns(event), ...place, has_personal: personal === null ? 0 : 1 });
  if (personal === null) return [row];
  return [row, insertPersonal({ stream: place.stream, version: event.version, data: personal })];
}

/** Where an event stands, by numbers: its stream, the organization's, and the seat's in its pool. */
type EventPlace = Pick<EventsTable, "stream" | "organization" | "ordinal">;

const eventsOfStream = query((db, args: { stream: number; upTo: number }) =>
  eventRows(db)
    .where("events.stream", "=", args.stream)
    .where("events.version", "<=", args.upTo)
    .orderBy("events.version"),
);

/** A stream's events up to a version, in order. */
export function* readStream(stream: number, upTo: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(eventsOfStream({ stream, upTo }))).map(eventOf);
}

const eventsOfPoolItself = query((db, args: { stream: number }) =>
  eventRows(db).where("events.stream", "=", args.stream).where("events.ordinal", "is", null).orderBy("events.version"),
);

/** The events of a pool as a whole, those of its seats left out. */
export function* readPoolItself(stream: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(eventsOfPoolItself({ stream }))).map(eventOf);
}

const eventsAfter = query((db, args: { after: number; limit: number }) =>
  eventRows(db).where("events.position", ">", args.after).orderBy("events.position").limit(args.limit),
);

/** The next events of the whole log after a position. */
export function* readAfter(after: number, limit: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(eventsAfter({ after, limit }))).map(eventOf);
}

const eventsOfSeat = query((db, args: { seatId: string }) =>
  eventRows(db)
    .where(isOfSeat(sql`${args.seatId}`))
    .orderBy("events.version"),
);

/** A seat's events, in order. */
export function* readSeat(seatId: string): Reads<readonly RecordedEvent[]> {
  return (yield* ask(eventsOfSeat({ seatId }))).map(eventOf);
}

const seatAt = query((db, args: { stream: number; version: number }) =>
  db.selectFrom("events").select("seat_id").where("stream", "=", args.stream).where("version", "=", args.version),
);
const eventsOfSeatUpTo = query((db, args: { seatId: string; upTo: number }) =>
  eventRows(db)
    .where(isOfSeat(sql`${args.seatId}`))
    .where("events.version", "<=", args.upTo)
    .orderBy("events.version"),
);

/** The opening of a pool and, up to a version, the events of the seat whose event has that version. */
export function* readSeatOf(stream: number, version: number): Reads<readonly RecordedEvent[]> {
  const seatId = (yield* askOne(seatAt({ stream, version })))?.seat_id;
  invariant(seatId, `version ${version} of stream ${stream} is an event of a seat`);
  const opening = yield* readStream(stream, 1);
  return [...opening, ...(yield* ask(eventsOfSeatUpTo({ seatId, upTo: version }))).map(eventOf)];
}

/** Events of a seat are found by the numbers of its pool and its own. */
export function isOfSeat(seatId: RawBuilder<unknown>, events: "events" | "beginnings" = "events"): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(`${events}.stream`)}, ${sql.ref(`${events}.ordinal`)})
    = (select seats.pool, seats.ordinal from seats where seats.id = ${seatId})`;
}

/** The personal row of an event, looked up only where one was written. */
export function personalBeside(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("personal")
    .where("personal.stream", "=", sql<number>`events.stream`)
    .where("personal.version", "=", sql<number>`events.version`)
    .where(sql<boolean>`events.has_personal = 1`)
    .select("personal.data");
}

/**
 * Whole events, with what the codec needs beside their columns: looked up beside each row, for joins are paid whenever a
 * statement runs, and most of these are about few events.
 */
export function eventRows(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("events")
    .selectAll("events")
    .select(({ selectFrom }) => [
      selectFrom("streams")
        .whereRef("streams.stream", "=", "events.stream")
        .select("streams.kind")
        .$asScalar()
        .as("stream_kind"),
      idOfStream(db, "events.stream").as("stream_id"),
      idOfStream(db, "events.organization").as("organization_id"),
      personalBeside(db).as("personal"),
    ])
    .$castTo<EventRow>();
}
