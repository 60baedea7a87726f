// How verify and rebuild read the log: in its own order, with few cells, to see that it has one; stream by stream, to fold each
// once. Nothing is decided here; what is read here is believed by nobody yet.

import { type RawBuilder, sql } from "kysely";
import { ask, askOne, type Reads } from "./port.ts";
import { asArrays, query } from "./query.ts";
import type { EventsTable } from "./tables.ts";
import { terms } from "./term-queries.ts";
import type { Stretch } from "./upkeep-queries.ts";
import { type EventRecord, isPlain, readRecords } from "./upkeep-records.ts";

type Db = Parameters<Parameters<typeof query>[0]>[0];

/** An event as it stands, unchecked: as much of it as a fold needs, and whether the rest is plainly right. */
export interface FoldRow extends Readonly<Pick<EventsTable, (typeof foldColumns)[number]>> {
  /** 1 or 0; where it is 0 the event's record is read beside it. */
  readonly is_plain: number;
}

const foldColumns = [
  ...(["position", "stream", "version", "type", "schema_version", "organization", "person_id", "holding_id"] as const),
  ...(["seat_id", "occupancy", "occurred_at", "recorded_at", "data", "ordinal", "has_personal"] as const),
] as const;

/** A piece of the log, read at one moment. */
export interface LogPiece {
  readonly rows: readonly FoldRow[];
  /** By position, of those events that are not plainly right. */
  readonly records: ReadonlyMap<number, EventRecord>;
}

/** The same, and where the log ended then. */
export interface LogPage extends LogPiece {
  readonly head: number;
}

/** Where an event stands in its stream. */
export interface StreamPlace {
  readonly stream: number;
  readonly version: number;
}

const cells = sql.join([...foldColumns.map((column) => sql.ref(column)), sql`${isPlain} as is_plain`]);
const select = (db: Db, which: RawBuilder<unknown>) => ({
  compile: () => sql<FoldRow>`select ${cells} from events where ${which}`.compile(db),
});

const between = query((db, args: { after: number; upTo: number }) =>
  select(db, sql`position > ${args.after} and position <= ${args.upTo} order by position`),
);
const following = query((db, args: { after: number; limit: number }) =>
  select(db, sql`position > ${args.after} order by position limit ${args.limit}`),
);
// The plus keeps the database from the index of streams: what is asked for is new, the end of the log.
const ofStretch = query((db, args: { after: number; from: number; to: number }) =>
  select(db, sql`position > ${args.after} and +stream >= ${args.from} and +stream < ${args.to} order by position`),
);
const inStreams = query((db, args: { stream: number; version: number; to: number; limit: number }) =>
  select(
    db,
    sql`(stream, version) > (${args.stream}, ${args.version}) and stream < ${args.to}
      order by stream, version limit ${args.limit}`,
  ),
);

function* pieceOf(rows: readonly FoldRow[]): Reads<LogPiece> {
  const doubtful = rows.filter(({ is_plain }) => is_plain !== 1).map(({ position }) => position);
  return { rows, records: yield* readRecords(doubtful) };
}

/** The events after a position, up to another. */
export function* readBetween(after: number, upTo: number): Reads<LogPiece> {
  return yield* pieceOf(upTo <= after ? [] : yield* ask(between({ after, upTo })));
}

/** The next events in the order of the log, without their records: at most so many, unless said otherwise all of them. */
export function* readRows(after: number, limit: number = Number.MAX_SAFE_INTEGER): Reads<readonly FoldRow[]> {
  return yield* ask(following({ after, limit }));
}

/** What came after a position, of a stretch of streams. */
export function* readNews(after: number, { from, to }: Stretch): Reads<LogPiece> {
  return yield* pieceOf(yield* ask(ofStretch({ after, from, to })));
}

/** The next events stream by stream, at most so many, before the stream of a number. */
export function* readByStreams({ stream, version }: StreamPlace, to: number, limit: number): Reads<LogPage> {
  const rows = yield* ask(inStreams({ stream, version, to, limit }));
  return { ...(yield* pieceOf(rows)), head: yield* readHead() };
}

const lastPosition = query((db) => db.selectFrom("events").select("position").orderBy("position", "desc").limit(1));

/** Where the log ends. */
export function* readHead(): Reads<number> {
  return (yield* askOne(lastPosition({})))?.position ?? 0;
}

const lastStream = query((db) => db.selectFrom("events").select("stream").orderBy("stream", "desc").limit(1));

/** The highest number of a stream that has events; 0 where there is none. */
export function* readLastStream(): Reads<number> {
  return (yield* askOne(lastStream({})))?.stream ?? 0;
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

const indexed = query((db, args: { upTo: number }) => ({
  compile: () =>
    sql<{ events: number }>`select (select count(*) from events indexed by sqlite_autoindex_events_1) -
      (select count(*) from events where position > ${args.upTo}) as events`.compile(db),
}));

/** To how many events up to a position the index of streams and versions leads: it is counted by its pages, in no time. */
export function* readIndexed(upTo: number): Reads<number> {
  return (yield* askOne(indexed({ upTo })))?.events ?? 0;
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

/**
 * The first event of a stream, in the order of the log, that has not the next version; null where all of them have. It reads
 * the places of the whole stream at once: commands wait for as long as that takes, with a huge one longer than for a page.
 */
export function* readMisnumbered(stream: number): Reads<{
  readonly stream: number;
  readonly version: number;
  readonly position: number;
  readonly number: number;
} | null> {
  return yield* askOne(misnumbered({ stream }));
}
