// How verify and rebuild read the log: in its own order, with few cells, to see that it has one; stream by stream, to fold each
// once. Nothing is decided here; what is read here is believed by nobody yet.

import { sql } from "kysely";
import { ask, askOne, type Reads } from "./port.ts";
import { asArrays, query } from "./query.ts";
import type { EventsTable } from "./tables.ts";
import { terms } from "./term-queries.ts";
import type { Stretch } from "./upkeep-queries.ts";

type Db = Parameters<Parameters<typeof query>[0]>[0];

/** An event as it stands, unchecked. */
export type LogRow = Readonly<Omit<EventsTable, "origin_id" | "observed_at">>;

function logRows(db: Db) {
  return db
    .selectFrom("events")
    .select(["position", "stream", "version", "type", "schema_version", "organization", "person_id", "holding_id"])
    .select(["seat_id", "occupancy", "occurred_at", "recorded_at", "actor_type", "origin", "inferred", "not_before"])
    .select(["not_after", "cause", "supersedes", "data", "ordinal", "has_personal", "actor_id"]);
}

const logBetween = query((db, args: { after: number; upTo: number }) =>
  logRows(db).where("position", ">", args.after).where("position", "<=", args.upTo).orderBy("position"),
);
const logOfStretch = query((db, args: { after: number; from: number; to: number }) =>
  logRows(db)
    .where("position", ">", args.after)
    // The plus keeps the database from the index of streams: what is asked for is new, the end of the log.
    .where(sql<number>`+stream`, ">=", args.from)
    .where(sql<number>`+stream`, "<", args.to)
    .orderBy("position"),
);
const lastPosition = query((db) => db.selectFrom("events").select("position").orderBy("position", "desc").limit(1));

function* readHead(): Reads<number> {
  return (yield* askOne(lastPosition({})))?.position ?? 0;
}

/** A piece of the log: the rows after a position, and where the piece ends. */
export interface LogPiece {
  readonly rows: readonly LogRow[];
  readonly upTo: number;
  readonly head: number;
}

/** The next positions, at most so many. */
export function* readLog(after: number, size: number): Reads<LogPiece> {
  const head = yield* readHead();
  if (head <= after) return { rows: [], upTo: after, head };
  const upTo = Math.min(after + size, head);
  return { rows: yield* ask(logBetween({ after, upTo })), upTo, head };
}

/** What came after a position, of a stretch of streams. */
export function* readNews(after: number, stretch: Stretch): Reads<LogPiece> {
  const head = yield* readHead();
  if (head <= after) return { rows: [], upTo: after, head };
  return { rows: yield* ask(logOfStretch({ after, ...stretch })), upTo: head, head };
}

/** What tells the order of the log and leads to its events, cell by cell. */
export type OrderRow = readonly [
  position: EventsTable["position"],
  stream: EventsTable["stream"],
  version: EventsTable["version"],
  recordedAt: EventsTable["recorded_at"],
  organization: EventsTable["organization"],
  type: EventsTable["type"],
  actorType: EventsTable["actor_type"],
  /** Its terms in the index, besides those that its organization's events have in common. */
  person: string | null,
  actor: string | null,
];

const order = asArrays<OrderRow, { after: number; limit: number }>(
  query((db, args: { after: number; limit: number }) =>
    db
      .selectFrom("events")
      .select(["position", "stream", "version", "recorded_at", "organization", "type", "actor_type"])
      .select([terms.person(sql.ref("person_id")).as("person"), terms.actor(sql.ref("actor_id")).as("actor")])
      .where("position", ">", args.after)
      .orderBy("position")
      .limit(args.limit),
  ),
);

/** The next events in the order of the log, and where it ends. */
export function* readOrder(
  after: number,
  limit: number,
): Reads<{ readonly rows: readonly OrderRow[]; readonly head: number }> {
  return { rows: yield* ask(order({ after, limit })), head: yield* readHead() };
}

/** Where an event stands in its stream. */
export interface StreamPlace {
  readonly stream: number;
  readonly version: number;
}

const logByStreams = query((db, args: { stream: number; version: number; limit: number }) =>
  logRows(db)
    .where(sql<boolean>`(stream, version) > (${args.stream}, ${args.version})`)
    .orderBy("stream")
    .orderBy("version")
    .limit(args.limit),
);

/** The next events stream by stream, and how far the log went at that moment. */
export function* readByStreams(
  after: StreamPlace,
  limit: number,
): Reads<{ readonly rows: readonly LogRow[]; readonly head: number }> {
  const rows = yield* ask(logByStreams({ stream: after.stream, version: after.version, limit }));
  return { rows, head: yield* readHead() };
}

const misnumbered = query((db, args: { stream: number }) =>
  db
    .selectFrom(
      db
        .selectFrom("events")
        .where("stream", "=", args.stream)
        .select(["stream", "version", "position", sql<number>`row_number() over (order by position)`.as("number")])
        .as("numbered"),
    )
    .whereRef("version", "<>", "number")
    .orderBy("position")
    .limit(1)
    .selectAll(),
);

/** The first event of a stream, in the order of the log, that has not the next version; null where all of them have. */
export function* readMisnumbered(stream: number): Reads<{
  readonly stream: number;
  readonly version: number;
  readonly position: number;
  readonly number: number;
} | null> {
  return yield* askOne(misnumbered({ stream }));
}
