// Reading a pool as it was: only the events since the beginning of what was running then, found by the indexes.

import { sql } from "kysely";
import type { RecordedEvent, SeatEvent } from "../domain/events.ts";
import type { MemberId } from "../domain/ids.ts";
import type { Moment } from "../domain/moment.ts";
import { invariant } from "../invariant.ts";
import { eventOf, seatEventOf } from "./event-codec.ts";
import { eventRows } from "./log-queries.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Arguments, query } from "./query.ts";

// The index of versions holds the position too; for the times the event itself has to be looked at.
const positionOfVersion = query((db, args: { stream: number; version: number }) =>
  db.selectFrom("events").where("stream", "=", args.stream).where("version", "=", args.version).select("position"),
);
const timesOfVersion = query((db, args: { stream: number; version: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.stream)
    .where("version", "=", args.version)
    .select(["recorded_at", "occurred_at"]),
);

/** Whether an event belongs to the past of a moment. */
export function* isVersionBy(stream: number, version: number, moment: Moment): Reads<boolean> {
  if ("position" in moment) {
    const place = yield* askOne(positionOfVersion({ stream, version }));
    invariant(place, "versions of a stream have no gaps");
    return place.position <= moment.position;
  }
  const times = yield* askOne(timesOfVersion({ stream, version }));
  invariant(times, "versions of a stream have no gaps");
  return (moment.by === "recorded" ? times.recorded_at : times.occurred_at) <= moment.at.getTime();
}

/**
 * The version of a stream at a moment: 0 where it had not begun, `last` where nothing came after it. What is asked for must
 * grow with the version: the time of an event does so only in pools of the ledger.
 */
export function* versionAt(stream: number, last: number, moment: Moment): Reads<number> {
  return yield* lastThat(last, (version) => isVersionBy(stream, version, moment));
}

const recordedAtPosition = query((db, args: { position: number }) =>
  db
    .selectFrom("events")
    .where("position", "<=", args.position)
    .orderBy("position", "desc")
    .limit(1)
    .select("recorded_at"),
);

/** The last position that was recorded before a time; 0 where there is none. `recordedAt` never decreases. */
export function* positionBefore(last: number, time: Date): Reads<number> {
  return yield* lastThat(last, function* (position) {
    const place = yield* askOne(recordedAtPosition({ position }));
    return !place || place.recorded_at < time.getTime();
  });
}

/** The highest number up to `last` for which something holds that holds for all numbers before it; 0 for none. */
function* lastThat(last: number, holds: (number: number) => Reads<boolean>): Reads<number> {
  let [known, open] = [0, last];
  while (known < open) {
    const middle = Math.ceil((known + open) / 2);
    if (yield* holds(middle)) known = middle;
    else open = middle - 1;
  }
  return known;
}

// A seat's events since the beginning of the holding that was running at a version of the pool. SQLite looks the beginning
// up once for each seat, backwards from that version. Were an order asked for, it would walk the versions of the whole pool.
const runningHoldings = query((db, args: { pool: number; seatId: string | null; version: number }) =>
  db
    .selectFrom("seats")
    .crossJoin("events")
    .where("seats.pool", "=", args.pool)
    .where((where) => where.or([where(where.val(args.seatId), "is", null), where("seats.id", "=", args.seatId)]))
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
      "events.type",
      "events.version",
      "events.person_id",
      "events.holding_id",
      "events.seat_id",
      "events.occupancy",
      "events.occurred_at",
      "events.data",
    ])
    .select(({ selectFrom }) =>
      selectFrom("personal")
        .whereRef("personal.stream", "=", "events.stream")
        .whereRef("personal.version", "=", "events.version")
        .where("events.has_personal", "=", 1)
        .select("personal.data")
        .$asScalar()
        .as("personal"),
    ),
);

/** A step of a seat, and the version that its pool had after it. */
export interface PastStep {
  readonly version: number;
  readonly event: SeatEvent;
}

/**
 * For each seat of a pool that changed after a version, or for one of them, the steps of the holding that was running at
 * that version, up to it.
 */
export function* readRunningHoldings(pool: number, version: number, seatId: string | null): Reads<readonly PastStep[]> {
  const rows = yield* ask(runningHoldings({ pool, version, seatId }));
  return rows
    .toSorted((one, other) => one.version - other.version)
    .map((row) => ({ version: row.version, event: seatEventOf(row) }));
}

// As many at once as most pools have seats: a statement for each member would cost more than the members.
const atOnce = 32;
const places = Array.from({ length: atOnce }, (_, index) => `person${index}`);

const eventsOfMembers = query((db, args: Arguments & { readonly customer: number }) =>
  eventRows(db)
    .where("events.person_id", "in", sql<string>`(${sql.join(places.map((name) => sql`${args[name]}`))})`)
    .where("events.stream", "=", args.customer)
    .where("events.seat_id", "is", null)
    .orderBy("events.position"),
);

/** What a customer's stream tells of some of its members. */
export function* readMembersThemselves(customer: number, ids: readonly MemberId[]): Reads<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let first = 0; first < ids.length; first += atOnce) {
    // What is left of the last statement's places names nobody.
    const named = Object.fromEntries(places.map((name, index) => [name, ids[first + index] ?? ""]));
    events.push(...(yield* ask(eventsOfMembers({ ...named, customer }))).map(eventOf));
  }
  return events;
}
