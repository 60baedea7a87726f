// A pool as it was at a moment: alone, with its seats, or one seat of it. What was known then is the pool at a version; what
// is believed of then needs everything that was ever told about the pool, where that came late.

import type { ShownMember } from "../../domain/directory.ts";
import type { PoolStreamEvent } from "../../domain/events.ts";
import type { SeatId } from "../../domain/ids.ts";
import type { Moment } from "../../domain/moment.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import type { ShownSeat } from "../../domain/seat.ts";
import { readPoolItself } from "../../store/log-queries.ts";
import { versionAt } from "../../store/moment-queries.ts";
import { isPoolChangedAfter } from "../../store/past-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { findSeat } from "../../store/seat-queries.ts";
import { countsThen } from "./counts-then.ts";
import { type Members, membersThen } from "./members-then.ts";
import { type PoolAndSeats, poolBelieved } from "./pool-believed.ts";
import { seatsKnown } from "./seats-known.ts";

/** A pool as it was, with seats of it, and the members who sat in them. */
export interface PoolThen extends PoolAndSeats {
  readonly members: Members;
}

/** Whether what is asked for may have been learned late: in a pool of the ledger events occur in their order. */
export function isLate({ pool }: FoundPool, moment: Moment): moment is Moment & { readonly at: Date } {
  return moment.by === "occurred" && pool.authority === "polar";
}

/** The pool without its seats. Null, here and below, where it was not open yet. */
export function* poolThen(found: FoundPool, moment: Moment): Reads<PoolState | null> {
  if (isLate(found, moment)) {
    const then = yield* poolBelieved(found, moment.at, null);
    return then && withCounts(then);
  }
  const version = yield* versionAt(found.refs.stream, found.pool.version, moment);
  return version === 0 ? null : { ...(yield* poolAlone(found, version)), ...(yield* countsThen(found, version)) };
}

/** The pool with all its seats. */
export function* poolWithSeatsThen(found: FoundPool, moment: Moment): Reads<PoolThen | null> {
  const then = isLate(found, moment)
    ? yield* poolBelieved(found, moment.at, null)
    : yield* poolAndSeatsKnown(found, moment);
  if (!then) return null;
  const { seats } = then;
  return { pool: withCounts(then), seats, members: yield* membersThen(found, seats, moment) };
}

function* poolAndSeatsKnown(found: FoundPool, moment: Moment): Reads<PoolAndSeats | null> {
  const { stream } = found.refs;
  const version = yield* versionAt(stream, found.pool.version, moment);
  if (version === 0) return null;
  return { seats: yield* seatsKnown(stream, version, null), pool: yield* poolAlone(found, version) };
}

/** The pool with those of its seats that have these numbers, where nothing is learned late. */
export function* poolWithSomeSeatsThen(
  found: FoundPool,
  moment: Moment,
  ordinals: readonly number[],
): Reads<PoolThen | null> {
  const { stream } = found.refs;
  const pool = yield* poolThen(found, moment);
  if (!pool) return null;
  const seats = yield* seatsKnown(stream, pool.version, ordinals);
  return { pool, seats, members: yield* membersThen(found, seats, moment) };
}

/** One seat of the pool, and the member who sat in it. */
export function* seatThen(
  found: FoundPool,
  moment: Moment,
  seatId: SeatId,
): Reads<{ readonly seat: ShownSeat; readonly member: ShownMember | null } | null> {
  const seat = isLate(found, moment)
    ? (yield* poolBelieved(found, moment.at, seatId))?.seats[0]
    : yield* seatKnownThen(found, moment, seatId);
  if (!seat) return null;
  const members = yield* membersThen(found, [seat], moment);
  return { seat, member: (seat.memberId && members.get(seat.memberId)) ?? null };
}

function* seatKnownThen({ pool, refs }: FoundPool, moment: Moment, seatId: SeatId): Reads<ShownSeat | undefined> {
  const version = yield* versionAt(refs.stream, pool.version, moment);
  const now = version === 0 ? null : yield* findSeat(seatId);
  return now ? (yield* seatsKnown(refs.stream, version, [now.ordinal]))[0] : undefined;
}

/** The pool as it was at a version of it, but for its seats and their counts. */
function* poolAlone({ pool, refs }: FoundPool, version: number): Reads<PoolState> {
  if (!(yield* isPoolChangedAfter(refs.stream, version))) return { ...pool, version };
  const itself = (yield* readPoolItself(refs.stream)).filter((event) => event.version <= version);
  // The events of a pool's stream that are about no seat are the pool's own.
  return { ...evolvePoolAll(null, itself as readonly PoolStreamEvent[], pool), version };
}

function withCounts({ pool, seats }: PoolAndSeats): PoolState {
  const having = (status: "pending" | "claimed") => seats.filter((seat) => seat.status === status).length;
  return { ...pool, pending: having("pending"), claimed: having("claimed") };
}
