// Finding events by what they are about. Each statement is led by the one filter whose index gives the fewest events, and
// the other filters are checked on those alone; the positions come first, so that only the events of a page are read.

import { type RawBuilder, sql } from "kysely";
import type { EventType, RecordedEvent } from "../domain/events.ts";
import { eventOf } from "./event-codec.ts";
import { eventRows } from "./log-queries.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, type Bound, query } from "./query.ts";

/** What is asked for; null where it does not matter. Streams are named by their numbers. */
export interface EventFilter {
  readonly seatId: string | null;
  /** Every event of a holding in which this e-mail was ever shown: more than those at which it was. */
  readonly emailKey: string | null;
  readonly personId: string | null;
  /** A member's events are those about the person with its id. */
  readonly memberId: string | null;
  readonly pool: number | null;
  /** The customer's own events, and those of the pools that it pays for. */
  readonly customer: number | null;
  readonly actorId: string | null;
  readonly types: readonly EventType[] | null;
  readonly actorType: string | null;
  readonly organization: number | null;
}

/** Which part of the log, in order. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

type Name = keyof EventFilter;

/** The first one that is given leads: from the fewest events to the most. */
const leaders: readonly Name[] = [
  "seatId",
  "emailKey",
  "personId",
  "memberId",
  "pool",
  "customer",
  "actorId",
  "types",
  "actorType",
  "organization",
];

/** The positions of the next events that match, in order. */
export function* readPositions(filter: EventFilter, { after, upTo, limit }: Stretch): Reads<readonly number[]> {
  const { types, ...values } = filter;
  const leader = leaders.find((name) => filter[name] !== null) ?? null;
  const given = leaders.filter((name) => filter[name] !== null && name !== "types");
  const bounds = { ...values, after, upTo, limit };
  if (types === null) return yield* positionsOf(candidates(leader, given, 0)({ ...bounds }));
  if (leader !== "types") {
    const named = Object.fromEntries(types.map((type, index) => [`type${index}`, type]));
    return yield* positionsOf(candidates(leader, given, types.length)({ ...bounds, ...named }));
  }
  // Each type comes in the order of the log from its own part of the index; all of them are merged here.
  const found: number[] = [];
  for (const type of types)
    found.push(...(yield* positionsOf(candidates(leader, given, 1)({ ...bounds, type0: type }))));
  return found.toSorted((one, other) => one - other).slice(0, limit);
}

function* positionsOf(bound: Bound<{ readonly position: number }>): Reads<readonly number[]> {
  return (yield* ask(bound)).map(({ position }) => position);
}

const eventAt = query((db, args: { position: number }) => eventRows(db).where("events.position", "=", args.position));

export function* readAt(positions: readonly number[]): Reads<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (const position of positions) events.push(...(yield* ask(eventAt({ position }))).map(eventOf));
  return events;
}

type Candidates = (values: Arguments) => Bound<{ readonly position: number }>;
const known = new Map<string, Candidates>();

/** The statement for a set of filters: there are few sets in use, and each is compiled once. */
function candidates(leader: Name | null, given: readonly Name[], types: number): Candidates {
  const key = `${leader} ${given.join(" ")} ${types}`;
  const made = known.get(key) ?? candidatesQuery(leader, given, types);
  known.set(key, made);
  return made;
}

function candidatesQuery(leader: Name | null, given: readonly Name[], types: number): Candidates {
  return query((db, args: Arguments) => {
    const rest = given.filter((name) => name !== leader && (name !== "organization" || isOfAnyOrganization(leader)));
    const conditions = [
      ...(leader ? [leading(leader, given, args)] : []),
      ...rest.map((name) => checking(name, args)),
      ...(types > 0 && leader !== "types" ? [typeAmong(types, args)] : []),
    ];
    return conditions
      .reduce((rows, condition) => rows.where(condition), db.selectFrom("events").select("events.position"))
      .where("events.position", ">", sql<number>`${args["after"]}`)
      .where("events.position", "<=", sql<number>`${args["upTo"]}`)
      .orderBy("events.position")
      .limit(sql<number>`${args["limit"]}`);
  });
}

/** Whatever else leads is of one organization, or is looked up in its part of an index. */
function isOfAnyOrganization(leader: Name | null): boolean {
  return leader === "emailKey" || leader === "actorId";
}

function leading(name: Name, given: readonly Name[], args: Arguments): RawBuilder<boolean> {
  const anyOrganization = sql<boolean>`events.organization in (select stream from organizations)`;
  const ours = given.includes("organization")
    ? sql<boolean>`events.organization = ${args["organization"]}`
    : anyOrganization;
  switch (name) {
    case "seatId":
      return sql`events.seat_id = ${args["seatId"]}`;
    case "emailKey":
      return sql`events.position in (${holdingsShowing(args)})`;
    case "personId":
    case "memberId":
      return sql`events.person_id = ${args[name]}`;
    case "pool":
      return sql`events.stream = ${args["pool"]}`;
    case "customer":
      return sql`events.stream in (${streamsOfCustomer(args)})`;
    case "actorId":
      return sql`events.actor_id = ${args["actorId"]}`;
    case "types":
      return sql`${ours} and events.type = ${args["type0"]}`;
    case "actorType":
      return sql`${ours} and events.actor_type = ${args["actorType"]}`;
    case "organization":
      return ours;
  }
}

/** The same, in words that keep the database from another index than the leader's. */
function checking(name: Name, args: Arguments): RawBuilder<boolean> {
  switch (name) {
    case "seatId":
      return sql`events.seat_id || '' = ${args["seatId"]}`;
    case "personId":
    case "memberId":
      return sql`events.person_id || '' = ${args[name]}`;
    case "pool":
      return sql`events.stream + 0 = ${args["pool"]}`;
    case "customer":
      return sql`events.stream + 0 in (${streamsOfCustomer(args)})`;
    case "actorId":
      return sql`events.actor_id || '' = ${args["actorId"]}`;
    case "actorType":
      return sql`events.actor_type || '' = ${args["actorType"]}`;
    case "organization":
      return sql`events.organization + 0 = ${args["organization"]}`;
    case "emailKey":
      return sql`events.position + 0 in (${holdingsShowing(args)})`;
    case "types":
      return typeAmong(1, args);
  }
}

function typeAmong(count: number, args: Arguments): RawBuilder<boolean> {
  const places = Array.from({ length: count }, (_, index) => sql`${args[`type${index}`]}`);
  return sql`events.type || '' in (${sql.join(places)})`;
}

function streamsOfCustomer(args: Arguments): RawBuilder<number> {
  return sql`select pools.stream from pools where pools.customer = ${args["customer"]} union all select ${args["customer"]}`;
}

/**
 * SQLite knows upper and lower case of ASCII only: e-mails beyond it, which are few, are all taken and compared by
 * `emailKey` afterwards.
 */
function holdingsShowing(args: Arguments): RawBuilder<number> {
  return sql`
    with shown as (
      select stream, version from personal
      where data ->> 'email' is not null and lower(data ->> 'email') = ${args["emailKey"]}
      union
      select stream, version from personal
      where length(data ->> 'email') <> length(cast(data ->> 'email' as blob))
    ),
    showing as (
      select events.position, events.seat_id, events.holding_id
      from shown cross join events on events.stream = shown.stream and events.version = shown.version
    )
    select position from showing
    union
    select others.position from showing cross join events as others
    on others.seat_id = showing.seat_id and others.holding_id = showing.holding_id`;
}

const holderTold = query((db, args: { seatId: string; version: number }) =>
  eventRows(db)
    .where("events.seat_id", "=", args.seatId)
    .where("events.version", "<=", args.version)
    .where("events.version", ">=", (begun) =>
      begun
        .selectFrom("events as beginnings")
        .where("beginnings.seat_id", "=", args.seatId)
        .where("beginnings.version", "<=", args.version)
        .where("beginnings.type", "in", ["SeatAssigned", "SeatGranted"])
        .orderBy("beginnings.version", "desc")
        .limit(1)
        .select("beginnings.version"),
    )
    .where("events.type", "in", ["SeatAssigned", "SeatGranted", "HolderChanged"])
    .orderBy("events.version"),
);

/** How the holding that was running in a seat at a version named its holder, up to it. */
export function* readHolderTold(seatId: string, version: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(holderTold({ seatId, version }))).map(eventOf);
}
