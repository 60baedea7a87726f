// How many seats of a pool were live at a version of it, and what changed its numbers: from the log, without the seats
// themselves.

import { sql } from "kysely";
import { type CountedEvent, changeBy, type LiveCounts, type NumbersChange } from "../domain/numbers.ts";
import { invariant } from "../invariant.ts";
import { countedEventOf } from "./event-codec.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { query } from "./query.ts";

const quantities = ["PoolOpened", "PoolResized"] as const satisfies readonly CountedEvent["type"][];
/** By the status in which they leave a seat. */
const pending = ["SeatAssigned", "InvitationResumed"] as const satisfies readonly CountedEvent["type"][];
const claimed = ["SeatGranted", "SeatClaimed", "SeatResumed"] as const satisfies readonly CountedEvent["type"][];
const revoked = ["SeatRevoked", "InvitationLapsed"] as const satisfies readonly CountedEvent["type"][];
const counted = [...quantities, ...pending, ...claimed, ...revoked];

const numberEvents = query((db, args: { pool: number; after: number; upTo: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.pool)
    .where("version", ">", args.after)
    .where("version", "<=", args.upTo)
    .where("type", "in", counted)
    .orderBy("version")
    .select(["type", "occurred_at"])
    // Only these say by their data what they add.
    .select(
      sql<string | null>`case when type in ('SeatRevoked', 'PoolOpened', 'PoolResized') then data end`.as("data"),
    ),
);

/** What changed the numbers of a pool after a version of it, up to another, in order. */
export function* readNumbersChanges(pool: number, after: number, upTo: number): Reads<readonly NumbersChange[]> {
  return (yield* ask(numberEvents({ pool, after, upTo }))).map((row) => changeBy(countedEventOf(row)));
}

const lastQuantity = query((db, args: { pool: number; version: number }) =>
  db
    .selectFrom("events")
    .where("stream", "=", args.pool)
    .where("ordinal", "is", null)
    .where("version", "<=", args.version)
    .where("type", "in", quantities)
    .orderBy("version", "desc")
    .limit(1)
    .select(["type", "occurred_at", "data"]),
);

/** How many seats were bought at a version of a pool. */
export function* readBought(pool: number, version: number): Reads<number> {
  const row = yield* askOne(lastQuantity({ pool, version }));
  const seats = row && changeBy(countedEventOf(row)).seats;
  invariant(seats !== null, "a pool is opened with a number of seats");
  return seats;
}

const lastOrdinal = query((db, args: { pool: number }) =>
  db.selectFrom("seats").where("pool", "=", args.pool).orderBy("ordinal", "desc").limit(1).select("ordinal"),
);

/** How many seats a pool knows now. */
export function* readNumberOfSeats(pool: number): Reads<number> {
  return (yield* askOne(lastOrdinal({ pool })))?.ordinal ?? 0;
}

const unchangedSince = query((db, args: { pool: number; version: number }) =>
  db
    .selectFrom("seats")
    .where("pool", "=", args.pool)
    .where("version", "<=", args.version)
    .groupBy("status")
    .select(["status", sql<number>`count(*)`.as("count")]),
);

// For each seat that changed since, one look into its index, backwards from the version.
const changedSince = query((db, args: { pool: number; version: number }) =>
  db
    .selectFrom((seats) =>
      seats
        .selectFrom("seats")
        .where("seats.pool", "=", args.pool)
        .where("seats.version", ">", args.version)
        .select(({ selectFrom }) =>
          selectFrom("events")
            .whereRef("events.stream", "=", "seats.pool")
            .whereRef("events.ordinal", "=", "seats.ordinal")
            .where("events.version", "<=", args.version)
            .where("events.type", "in", [...pending, ...claimed, ...revoked])
            .orderBy("events.version", "desc")
            .limit(1)
            .select("events.type")
            .as("last"),
        )
        .as("changed"),
    )
    .groupBy("last")
    .select(["last", sql<number>`count(*)`.as("count")]),
);

/** How many seats were live at a version of a pool: it costs a look at each of its seats. */
export function* countSeats(pool: number, version: number): Reads<LiveCounts> {
  const now = yield* ask(unchangedSince({ pool, version }));
  const then = yield* ask(changedSince({ pool, version }));
  const having = (status: string, types: readonly (string | null)[]) =>
    sum(now.filter((row) => row.status === status)) + sum(then.filter(({ last }) => types.includes(last)));
  return { pending: having("pending", pending), claimed: having("claimed", claimed) };
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
