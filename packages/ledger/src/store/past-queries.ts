// Reading a pool as it was: only the events since the beginning of what was running then, found by the indexes.

import { sql } from "kysely";
import type { RecordedEvent, SeatEvent } from "../domain/events.ts";
import type { MemberId } from "../domain/ids.ts";
import { eventOf, seatEventOf } from "./event-codec.ts";
import { eventRows, personalBeside } from "./log-queries.ts";
import { placesFor } from "./places.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, query } from "./query.ts";
import { ofSeats } from "./some-seats.ts";

// A seat's events since the beginning of the holding that was running at a version of the pool. SQLite looks the beginning
// up once for each seat, backwards from that version. Were an order asked for, it would walk the versions of the whole pool.
const runningHoldings = ofSeats((db, args: { pool: number; version: number }, isMeant) =>
  db
    .selectFrom("seats")
    .crossJoin("events")
    .where("seats.pool", "=", args.pool)
    .where(isMeant)
    .where("seats.version", ">", args.version)
    .whereRef("events.stream", "=", "seats.pool")
    .whereRef("events.ordinal", "=", "seats.ordinal")
    .where("events.version", "<=", args.version)
    .where("events.version", ">=", (begun) =>
      begun
        .selectFrom("events as beginnings")
        .whereRef("beginnings.stream", "=", "seats.pool")
        .whereRef("beginnings.ordinal", "=", "seats.ordinal")
        .where("beginnings.version", "<=", args.version)
        .where("beginnings.type", "in", ["SeatAssigned", "SeatGranted"])
        .orderBy("beginnings.version", "desc")
        .limit(1)
        .select("beginnings.version"),
    )
    // What was learned late is no step of the holding that ran.
    .where("events.type", "not in", ["HoldingDiscovered", "HoldingSuperseded"])
    .select([
      "seats.ordinal",
      "seats.created_at",
      "events.type",
      "events.version",
      "events.person_id",
      "events.holding_id",
      "events.seat_id",
      "events.occupancy",
      "events.occurred_at",
    ])
    // What a claim opened is no part of the seat.
    .select(sql<string>`case when events.type = 'SeatClaimed' then '{"session":null}' else events.data end`.as("data"))
    .select(personalBeside(db).as("personal")),
);

/** A step of a seat, and the version that its pool had after it; of the seat what its holdings have in common. */
export interface PastStep {
  readonly ordinal: number;
  readonly createdAt: Date;
  readonly version: number;
  readonly event: SeatEvent;
}

/**
 * For each seat of a pool that changed after a version, or for those with these numbers, the steps of the holding that was
 * running at that version, up to it: seat by seat, in order.
 */
export function* readRunningHoldings(
  pool: number,
  version: number,
  ordinals: readonly number[] | null,
): Reads<readonly PastStep[]> {
  const rows = yield* runningHoldings({ pool, version }, ordinals);
  return rows
    .toSorted((one, other) => one.ordinal - other.ordinal || one.version - other.version)
    .map((row) => ({
      ordinal: row.ordinal,
      createdAt: new Date(row.created_at),
      version: row.version,
      event: seatEventOf(row),
    }));
}

const ordinalsBetween = query((db, args: { pool: number; after: number; upTo: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.pool)
    .where("version", ">", args.after)
    .where("version", "<=", args.upTo)
    .select("ordinal"),
);

/** The numbers of the seats to which something happened after a version of their pool, up to another. */
export function* readSeatsTouched(pool: number, after: number, upTo: number): Reads<readonly number[]> {
  // Were each number asked for but once, SQLite would walk the index by seat, of the whole pool.
  const rows = yield* ask(ordinalsBetween({ pool, after, upTo }));
  return [...new Set(rows.flatMap(({ ordinal }) => ordinal ?? []))];
}

const ownEventAfter = query((db, args: { pool: number; version: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.pool)
    .where("ordinal", "is", null)
    .where("version", ">", args.version)
    .limit(1)
    .select("version"),
);

/** Whether something happened to a pool as a whole after a version of it. */
export function* isPoolChangedAfter(pool: number, version: number): Reads<boolean> {
  return (yield* ask(ownEventAfter({ pool, version }))).length > 0;
}

// As many at once as most pools have seats: a statement for each member would cost more than the members.
const people = placesFor<string>(32, "");

const eventsOfMembers = query((db, args: Arguments & { readonly customer: number }) =>
  eventRows(db)
    .where("events.person_id", "in", people.among(args))
    .where("events.stream", "=", args.customer)
    .where("events.seat_id", "is", null)
    .orderBy("events.position"),
);

/** What a customer's stream tells of some of its members. */
export function* readMembersThemselves(customer: number, ids: readonly MemberId[]): Reads<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (const named of people.parts(ids))
    events.push(...(yield* ask(eventsOfMembers({ ...named, customer }))).map(eventOf));
  return events;
}

// Their index holds the position: no earlier event is looked at.
const membersToldAfter = query((db, args: Arguments & { readonly customer: number; readonly position: number }) =>
  db
    .selectFrom("events")
    .where("person_id", "in", people.among(args))
    .where("stream", "=", args.customer)
    .where("seat_id", "is", null)
    .where("position", ">", args.position)
    .select("person_id")
    .distinct(),
);

/** Which of these members a customer's stream tells something of after a position of the log. */
export function* readMembersToldAfter(
  customer: number,
  position: number,
  ids: readonly MemberId[],
): Reads<ReadonlySet<MemberId>> {
  const told = new Set<MemberId>();
  for (const named of people.parts(ids)) {
    const rows = yield* ask(membersToldAfter({ ...named, customer, position }));
    for (const { person_id } of rows) told.add(person_id as MemberId);
  }
  return told;
}
