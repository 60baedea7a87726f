// What the commands about one seat share: finding it, and building their answers.

import { type Seat, seatAnswer } from "../../answers/seat.ts";
import type { MemberState } from "../../domain/directory.ts";
import type { RecordedEvent } from "../../domain/events.ts";
import type { MemberId } from "../../domain/ids.ts";
import type { PoolState } from "../../domain/pool.ts";
import { type Rejection, reject } from "../../domain/rejections.ts";
import type { SeatState } from "../../domain/seat.ts";
import { findMemberOf } from "../../store/member-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Anchor, Call, Repeated } from "./command.ts";
import { poolOfSeat } from "./find-pool.ts";
import { memberThen } from "./member-then.ts";
import { foldedPool, lastSeat, seatIn } from "./pool-append.ts";
import { type ReadyPool, readyPool } from "./preconditions.ts";

export interface ReadySeat extends ReadyPool {
  readonly seat: SeatState;
}

export function* readySeat(seatId: string, call: Call): Reads<ReadySeat | Repeated | Rejection> {
  const ready = yield* readyPool(yield* poolOfSeat(seatId, call), reject("SeatNotFound", { seatId }), call);
  return ready.kind === "ready" ? { ...ready, seat: seatIn(ready.pool, seatId) } : ready;
}

/** The seat as its own last event left it: an anchor that stays true where a command changed nothing. */
export function seatAnchor(ready: ReadyPool, seat: SeatState): Anchor {
  return { stream: ready.refs.stream, version: seat.version };
}

export function* answerSeat(ready: ReadyPool, seat: SeatState, call: Call): Reads<Seat> {
  return seatAnswer(ready.pool, seat, seat.memberId && (yield* memberOf(ready, seat.memberId, call)));
}

/** A member of the customer who pays for the pool: read once, as long as nothing changes about the customer's people. */
export function* memberOf(ready: ReadyPool, id: MemberId, call: Call): Reads<MemberState | null> {
  const known = call.memory.memberOf(ready, id);
  if (known !== undefined) return known;
  const member = yield* findMemberOf(ready.refs.customer, id);
  call.memory.rememberMember(ready, id, member);
  return member;
}

export function* seatAgain(
  events: readonly RecordedEvent[],
): Reads<{ pool: PoolState; seat: SeatState; answer: Seat }> {
  const pool = foldedPool(events);
  const seat = lastSeat(pool, events);
  return { pool, seat, answer: seatAnswer(pool, seat, yield* memberOfSeatThen(pool, seat, events)) };
}

/** The seat's member as it was when the last of these events was appended. */
export function* memberOfSeatThen(
  pool: Pick<PoolState, "customerId">,
  seat: SeatState,
  events: readonly RecordedEvent[],
): Reads<MemberState | null> {
  const last = events.at(-1);
  if (seat.memberId === null || !last) return null;
  return yield* memberThen(seat.memberId, pool.customerId, last.position);
}
