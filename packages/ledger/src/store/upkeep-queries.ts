// What verify and rebuild read beside the log (upkeep-log.ts): the views by stretches of streams, and what belongs to them.
// Nothing is decided here; what is read here is believed by nobody yet.

import { type RawBuilder, sql } from "kysely";
import { inData } from "./listed-data.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, type Bound, query } from "./query.ts";
import type { StreamsTable, Tables } from "./tables.ts";

/** Streams by their numbers, the last one excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What an event's data say; null where they are no JSON. */
export function told(what: keyof typeof inData): RawBuilder<string | null> {
  const data = sql.ref("events.data");
  return sql`case when json_valid(${data}) then ${inData[what](data)} end`;
}

/** The rows of one view, of a stretch of streams. */
function rowsOfStretch<Name extends keyof Tables>(
  table: Name,
  column: string,
  order: readonly string[],
): (stretch: Stretch & Arguments) => Bound<ViewRow> {
  return query((db, args: { from: number; to: number }) =>
    order.reduce(
      (rows, one) => rows.orderBy(sql.ref(one)),
      db
        .selectFrom(sql.table(table).as("view"))
        .selectAll()
        .where(sql<number>`${sql.ref(column)}`, ">=", args.from)
        .where(sql<number>`${sql.ref(column)}`, "<", args.to)
        .$castTo<ViewRow>(),
    ),
  );
}

/** A row of a view, whichever it is. */
export type ViewRow = Arguments;

export const readViews = {
  organizations: rowsOfStretch("organizations", "stream", ["stream"]),
  customers: rowsOfStretch("customers", "stream", ["stream"]),
  members: rowsOfStretch("members", "customer", ["customer", "id"]),
  pools: rowsOfStretch("pools", "stream", ["stream"]),
  seats: rowsOfStretch("seats", "pool", ["pool", "ordinal"]),
} as const;

export type ViewName = keyof typeof readViews;

const streamsOfStretch = query((db, args: { from: number; to: number }) =>
  db.selectFrom("streams").selectAll().where("stream", ">=", args.from).where("stream", "<", args.to),
);

/** Which streams there are, by their numbers. */
export function* readStreams({ from, to }: Stretch): Reads<ReadonlyMap<number, StreamsTable>> {
  const rows = yield* ask(streamsOfStretch({ from, to }));
  return new Map(rows.map((row) => [row.stream, row]));
}

const streamsByNumber = query((db, args: { numbers: string }) =>
  db
    .selectFrom("streams")
    .selectAll()
    .where("stream", "in", sql<number>`(select value from json_each(${args.numbers}))`),
);

/** The same, of some streams. */
export function* readStreamNames(numbers: readonly number[]): Reads<ReadonlyMap<number, StreamsTable>> {
  const rows = yield* ask(streamsByNumber({ numbers: JSON.stringify(numbers) }));
  return new Map(rows.map((row) => [row.stream, row]));
}

const streamsById = query((db, args: { ids: string }) =>
  db
    .selectFrom("streams")
    .select(["id", "stream"])
    .where("id", "in", sql<string>`(select value from json_each(${args.ids}))`),
);

/** The numbers of streams, by their ids. */
export function* readStreamNumbers(ids: readonly string[]): Reads<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = yield* ask(streamsById({ ids: JSON.stringify(ids) }));
  return new Map(rows.map(({ id, stream }) => [id, stream]));
}

const personalOfStretch = query((db, args: { from: number; to: number }) =>
  db
    .selectFrom("personal")
    .select(["stream", "version", "data"])
    .where("stream", ">=", args.from)
    .where("stream", "<", args.to)
    .orderBy("stream")
    .orderBy("version"),
);

export interface PersonalRow {
  readonly stream: number;
  readonly version: number;
  readonly data: string;
}

export function* readPersonalRows({ from, to }: Stretch): Reads<readonly PersonalRow[]> {
  return yield* ask(personalOfStretch({ from, to }));
}

/** An event whose personal row is not there, and whom it is about. */
export interface BareEvent {
  readonly version: number;
  readonly person_id: string | null;
  readonly ordinal: number | null;
  readonly holding_id: string | null;
  readonly customer_id: string | null;
}

const bareEvents = query((db, args: { stream: number }) =>
  db
    .selectFrom("events")
    .where("events.stream", "=", args.stream)
    .where("events.has_personal", "=", 1)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("personal")
            .select("personal.version")
            .whereRef("personal.stream", "=", "events.stream")
            .whereRef("personal.version", "=", "events.version"),
        ),
      ),
    )
    .orderBy("version")
    .select(["version", "person_id", "ordinal", "holding_id", told("customerId").as("customer_id")]),
);

/** Events of a stream whose personal row is not there, though they brought one. */
export function* readBareEvents(stream: number): Reads<readonly BareEvent[]> {
  return yield* ask(bareEvents({ stream }));
}

const namedInHolding = query((db, args: { stream: number; ordinal: number; holdingId: string }) =>
  db
    .selectFrom("events")
    .where("events.stream", "=", args.stream)
    .where("events.ordinal", "=", args.ordinal)
    .where("events.holding_id", "=", args.holdingId)
    .select(["person_id", told("customerId").as("customer_id")])
    .distinct(),
);

/** By which ids the events of a holding name its holder. */
export function* readNamedInHolding(stream: number, ordinal: number, holdingId: string): Reads<readonly string[]> {
  const rows = yield* ask(namedInHolding({ stream, ordinal, holdingId }));
  return rows.flatMap(({ person_id, customer_id }) => [person_id, customer_id].filter((id) => id !== null));
}

const forgottenIn = query((db, args: { organization: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.organization)
    .where("type", "=", sql.lit("PersonForgotten"))
    .select("person_id"),
);

/** Who was forgotten, as the organization's events say. */
export function* readForgottenIn(organization: number): Reads<ReadonlySet<string>> {
  const rows = yield* ask(forgottenIn({ organization }));
  return new Set(rows.flatMap(({ person_id }) => person_id ?? []));
}

const strayPersonal = query((db, args: { stream: number }) =>
  db
    .selectFrom("personal")
    .where("personal.stream", "=", args.stream)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("events")
            .select("events.version")
            .whereRef("events.stream", "=", "personal.stream")
            .whereRef("events.version", "=", "personal.version")
            .where("events.has_personal", "=", 1),
        ),
      ),
    )
    .orderBy("version")
    .select("version"),
);

/** Personal rows of a stream that no event brought. */
export function* readStrayPersonal(stream: number): Reads<readonly number[]> {
  return (yield* ask(strayPersonal({ stream }))).map(({ version }) => version);
}

const placesOfVersions = query((db, args: { places: string }) =>
  db
    .selectFrom("events")
    .innerJoin(
      sql<{ stream: number; version: number }>`(
      select value ->> 0 as stream, value ->> 1 as version from json_each(${args.places}))`.as("asked"),
      (join) => join.onRef("asked.stream", "=", "events.stream").onRef("asked.version", "=", "events.version"),
    )
    .select(["events.stream", "events.version", "events.position"]),
);

/** Where versions of streams stand in the log. */
export function* readPositions(
  places: readonly { readonly stream: number; readonly version: number }[],
): Reads<(stream: number, version: number) => number | null> {
  const asked = JSON.stringify(places.map(({ stream, version }) => [stream, version]));
  const rows = places.length === 0 ? [] : yield* ask(placesOfVersions({ places: asked }));
  const found = new Map(rows.map((row) => [`${row.stream}/${row.version}`, row.position]));
  return (stream, version) => found.get(`${stream}/${version}`) ?? null;
}
