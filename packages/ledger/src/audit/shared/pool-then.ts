// A pool with its seats as it was at a moment. What was known then is folded from the events since the beginning of each
// running holding; what is believed of then needs everything that was ever told about the pool, where that came late.

import { believedSeat, believedTerms, termsAt } from "../../domain/believed.ts";
import { evolveMember, type MemberState } from "../../domain/directory.ts";
import type { MemberEvent, PoolStreamEvent, RecordedEvent } from "../../domain/events.ts";
import type { MemberId, SeatId } from "../../domain/ids.ts";
import { isBy, type Moment } from "../../domain/moment.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import { evolveSeat, type SeatState } from "../../domain/seat.ts";
import { invariant } from "../../invariant.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { readPoolItself, readSeat, readStream } from "../../store/log-queries.ts";
import { readMembersById } from "../../store/member-queries.ts";
import {
  isVersionBy,
  type PastStep,
  readMembersThemselves,
  readRunningHoldings,
  versionAt,
} from "../../store/past-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { findSeat, readSeats } from "../../store/seat-queries.ts";

type Members = ReadonlyMap<MemberId, MemberState>;

/** A pool as it was, with all its seats or one of them, and the members who sat in them. */
export interface PoolThen {
  readonly pool: PoolState;
  readonly members: Members;
}

/** Null where the pool was not open yet. `seatId` names the only seat that is asked for. */
export function* poolThen(found: FoundPool, moment: Moment, seatId: SeatId | null = null): Reads<PoolThen | null> {
  // In a pool of the ledger nothing is learned late, and its events occur in their order.
  const late = moment.by === "occurred" && found.pool.authority === "polar";
  const pool = late ? yield* poolBelieved(found, moment.at, seatId) : yield* poolKnown(found, moment, seatId);
  return pool && { pool, members: yield* membersThen(found, pool, moment) };
}

function* poolKnown({ pool, refs }: FoundPool, moment: Moment, seatId: SeatId | null): Reads<PoolState | null> {
  const version = yield* versionAt(refs.stream, pool.version, moment);
  if (version === 0) return null;
  const itself = (yield* readPoolItself(refs.stream)).filter((event) => event.version <= version);
  const told = Map.groupBy(yield* readRunningHoldings(refs.stream, version, seatId), ({ event }) => event.seatId);
  const seats = (yield* seatsNow(refs.stream, seatId)).flatMap((seat) => {
    // What has not changed since is as it is now.
    if (seat.version <= version) return [seat];
    const steps = told.get(seat.id);
    return steps ? [seatKnown(seat, steps)] : [];
  });
  // The events of a pool's stream that are about no seat are the pool's own.
  const alone = evolvePoolAll(null, itself as readonly PoolStreamEvent[], pool);
  return withSeats(alone, seats, version);
}

function* seatsNow(pool: number, seatId: SeatId | null): Reads<readonly SeatState[]> {
  if (seatId === null) return yield* readSeats(pool);
  const seat = yield* findSeat(seatId);
  return seat ? [seat] : [];
}

/** A seat after the events of the holding that ran last. What came before it is told by the present: when it was made. */
function seatKnown(seat: SeatState, steps: readonly PastStep[]): SeatState {
  const [first] = steps;
  invariant(first, "a holding has a first event");
  const before: SeatState = { ...seat, status: "revoked", occupancies: first.event.occupancy - 1 };
  return steps.reduce(
    (state, { event, version }) => evolveSeat(state, event, { version, ordinal: seat.ordinal }),
    before,
  );
}

function* poolBelieved({ pool, refs }: FoundPool, at: Date, seatId: SeatId | null): Reads<PoolState | null> {
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

function withSeats(pool: PoolState, seats: readonly SeatState[], version: number): PoolState {
  const having = (status: "pending" | "claimed") => seats.filter((seat) => seat.status === status).length;
  return {
    ...pool,
    version,
    pending: having("pending"),
    claimed: having("claimed"),
    seats: new Map(seats.map((seat) => [seat.id, seat])),
  };
}

/** Members of the paying customer who sat in these seats, as they were. */
function* membersThen({ pool, refs }: FoundPool, { seats }: PoolState, moment: Moment): Reads<Members> {
  const ids = [...new Set([...seats.values()].flatMap(({ memberId }) => memberId ?? []))];
  const members = new Map<MemberId, MemberState>();
  if (ids.length === 0) return members;
  // Where nothing was recorded about the customer's people since, they are as they are now.
  const customer = yield* findCustomer(pool.customerId);
  invariant(customer, "a pool has a customer");
  if (moment.by === "recorded" && (yield* isVersionBy(refs.customer, customer.customer.version, moment))) {
    const found = yield* readMembersById(ids);
    return new Map(
      found.filter((one) => one.customerStream === refs.customer).map(({ member }) => [member.id, member]),
    );
  }
  for (const event of yield* readMembersThemselves(refs.customer, ids)) {
    if (!isBy(moment, event)) continue;
    // A person's events in a customer's stream are those of a member of it.
    const told = event as RecordedEvent & MemberEvent;
    const { memberId } = told.data;
    members.set(memberId, evolveMember(members.get(memberId) ?? null, told, pool.customerId));
  }
  return members;
}
