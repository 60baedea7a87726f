// A pool with its seats as it was at a moment. What was known then is folded from the events since the beginning of each
// running holding, where anything happened since; what is believed of then needs everything that was ever told about the
// pool, where that came late.

import { believedSeat, believedTerms, termsAt } from "../../domain/believed.ts";
import { evolveMember, type MemberState, type ShownMember } from "../../domain/directory.ts";
import type { MemberEvent, PoolStreamEvent, RecordedEvent } from "../../domain/events.ts";
import type { MemberId, SeatId } from "../../domain/ids.ts";
import { isBy, type Moment } from "../../domain/moment.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import { evolveSeat, type SeatState, type ShownSeat, seatHeldAnew } from "../../domain/seat.ts";
import { invariant } from "../../invariant.ts";
import { readPoolItself, readSeat, readStream } from "../../store/log-queries.ts";
import { readShownMembers } from "../../store/member-queries.ts";
import { positionInStream, versionAt } from "../../store/moment-queries.ts";
import {
  isPoolChangedAfter,
  type PastStep,
  readMembersThemselves,
  readMembersToldAfter,
  readRunningHoldings,
} from "../../store/past-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { findShownSeat, type NumberedSeat, readSeatsUnchangedSince, readShownSeats } from "../../store/seat-queries.ts";

type Members = ReadonlyMap<MemberId, ShownMember>;

/** A pool as it was, with all its seats or one of them, and the members who sat in them. */
export interface PoolThen {
  readonly pool: PoolState;
  readonly seats: readonly ShownSeat[];
  readonly members: Members;
}

type SeatsThen = Pick<PoolThen, "pool" | "seats">;

/** Null where the pool was not open yet. `seatId` names the only seat that is asked for. */
export function* poolThen(found: FoundPool, moment: Moment, seatId: SeatId | null = null): Reads<PoolThen | null> {
  // In a pool of the ledger nothing is learned late, and its events occur in their order.
  const late = moment.by === "occurred" && found.pool.authority === "polar";
  const then = late ? yield* poolBelieved(found, moment.at, seatId) : yield* poolKnown(found, moment, seatId);
  return then && { ...then, members: yield* membersThen(found, then.seats, moment) };
}

function* poolKnown({ pool, refs }: FoundPool, moment: Moment, seatId: SeatId | null): Reads<SeatsThen | null> {
  const version = yield* versionAt(refs.stream, pool.version, moment);
  if (version === 0) return null;
  const unchanged = yield* readSeatsUnchangedSince(refs.stream, version, seatId);
  const steps = yield* readRunningHoldings(refs.stream, version, seatId);
  const changed = [...Map.groupBy(steps, ({ ordinal }) => ordinal).values()].map(seatKnown);
  const seats = [...unchanged, ...changed].toSorted((one, other) => one.ordinal - other.ordinal);
  return withSeats(
    yield* poolAlone({ pool, refs }, version),
    seats.map(({ seat }) => seat),
    version,
  );
}

/** The pool as it was at a version of it, but for its seats. */
function* poolAlone({ pool, refs }: FoundPool, version: number): Reads<PoolState> {
  if (!(yield* isPoolChangedAfter(refs.stream, version))) return pool;
  const itself = (yield* readPoolItself(refs.stream)).filter((event) => event.version <= version);
  // The events of a pool's stream that are about no seat are the pool's own.
  return evolvePoolAll(null, itself as readonly PoolStreamEvent[], pool);
}

/** A seat after the steps of the holding that ran last. What came before it is told by the present: when it was made. */
function seatKnown([first, ...rest]: readonly PastStep[]): NumberedSeat {
  invariant(first, "a holding has a first step");
  const { ordinal, event: beginning } = first;
  invariant(beginning.type === "SeatAssigned" || beginning.type === "SeatGranted", "a holding begins with its holder");
  const begun = seatHeldAnew(beginning, first);
  const seat = rest.reduce<SeatState>(
    (before, { event, version }) => evolveSeat(before, event, { version, ordinal }),
    begun,
  );
  return { ordinal, seat };
}

function* poolBelieved({ pool, refs }: FoundPool, at: Date, seatId: SeatId | null): Reads<SeatsThen | null> {
  const events =
    seatId === null
      ? yield* readStream(refs.stream, pool.version)
      : [...(yield* readPoolItself(refs.stream)), ...(yield* readSeat(seatId))];
  const told = Map.groupBy(events, (event) => event.seatId);
  const terms = termsAt(believedTerms(told.get(null) ?? []), at);
  if (!terms) return null;
  const seats = (yield* seatsNow(refs.stream, seatId)).flatMap((seat) => {
    const then = believedSeat(seat, told.get(seat.id) ?? [], at);
    return then ? [then] : [];
  });
  const { bought, product, status } = terms;
  const version = Math.max(terms.version, ...seats.map((seat) => seat.version));
  return withSeats({ ...pool, bought, product, status }, seats, version);
}

function* seatsNow(pool: number, seatId: SeatId | null): Reads<readonly ShownSeat[]> {
  if (seatId === null) return yield* readShownSeats(pool);
  const found = yield* findShownSeat(seatId);
  return found ? [found.seat] : [];
}

function withSeats(pool: PoolState, seats: readonly ShownSeat[], version: number): SeatsThen {
  const having = (status: "pending" | "claimed") => seats.filter((seat) => seat.status === status).length;
  return { pool: { ...pool, version, pending: having("pending"), claimed: having("claimed") }, seats };
}

/** Members of the paying customer who sat in these seats, as they were. */
function* membersThen({ pool, refs }: FoundPool, seats: readonly ShownSeat[], moment: Moment): Reads<Members> {
  const ids = [...new Set(seats.flatMap(({ memberId }) => memberId ?? []))];
  const { customerId } = pool;
  const members = yield* readShownMembers({ customer: refs.customer, customerId }, ids);
  const others = yield* membersUnlikeNow(refs.customer, members, moment);
  if (others.length === 0) return members;
  const then = new Map<MemberId, MemberState>();
  for (const event of yield* readMembersThemselves(refs.customer, others)) {
    if (!isBy(moment, event)) continue;
    // A person's events in a customer's stream are those of a member of it.
    const told = event as RecordedEvent & MemberEvent;
    const { memberId } = told.data;
    then.set(memberId, evolveMember(then.get(memberId) ?? null, told, customerId));
  }
  for (const id of others) members.delete(id);
  return new Map([...members, ...then]);
}

/** Those of these members who may have been otherwise at the moment than they are now. */
function* membersUnlikeNow(customer: number, members: Members, moment: Moment): Reads<readonly MemberId[]> {
  if (members.size === 0) return [];
  if (moment.by === "occurred") {
    const { at } = moment;
    // Who was never changed has one event.
    const isOther = ({ createdAt, modifiedAt }: ShownMember) => modifiedAt !== null || createdAt > at;
    return [...members.values()].filter(isOther).map(({ id }) => id);
  }
  const position = yield* positionInStream(customer, moment);
  return position === null ? [] : [...(yield* readMembersToldAfter(customer, position, [...members.keys()]))];
}
