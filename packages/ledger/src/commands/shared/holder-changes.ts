// A person's e-mail changed: the seats that this person holds show the new one.

import { holdsSeat } from "../../domain/decide/holds-seat.ts";
import { subjectOf } from "../../domain/decide/seat-subject.ts";
import type { CustomerState, MemberState } from "../../domain/directory.ts";
import type { PoolStreamEvent } from "../../domain/events.ts";
import { emailKey } from "../../domain/ids.ts";
import { liveSeatsOf, type PoolState } from "../../domain/pool.ts";
import { seatEvent } from "../../domain/propose.ts";
import type { SeatState } from "../../domain/seat.ts";
import { isLive } from "../../domain/seat-machine.ts";
import type { PoolAppend } from "../../store/append.ts";
import type { FoundCustomer } from "../../store/customer-queries.ts";
import { type FoundPool, readPools, readPoolsOfHoldingCustomer } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { poolChanges } from "./pool-changes.ts";

type Renamed = Pick<MemberState, "id" | "email">;

/** Members of a customer have these e-mails now. */
export function* holderChanges(
  customer: FoundCustomer,
  members: readonly Renamed[],
  at: Date,
): Reads<readonly PoolAppend[]> {
  if (members.length === 0) return [];
  return yield* poolChanges(yield* poolsPaidBy(customer), at, (pool, when) =>
    members.flatMap(({ id, email }) => shownEmail(pool, (seat) => seat.memberId === id, email, when)),
  );
}

/** A customer, given as it was before, has this e-mail now, and with it perhaps its member. */
export function* customerHolderChanges(
  { organization, stream, customer }: FoundCustomer,
  now: { readonly email: string | null; readonly member: Renamed | null; readonly memberModel: boolean },
  at: Date,
): Reads<readonly PoolAppend[]> {
  const elsewhere = now.memberModel ? [] : yield* readPoolsOfHoldingCustomer(organization, customer.id);
  const own = now.member || !now.memberModel ? yield* poolsPaidBy({ stream }) : [];
  const concerned = (pool: PoolState, seat: SeatState) =>
    (now.member !== null && seat.memberId === now.member.id) ||
    (!now.memberModel && holdsAsCustomer(pool, seat, customer));
  return yield* poolChanges([...elsewhere, ...own], at, (pool, when) =>
    shownEmail(pool, (seat) => concerned(pool, seat), now.email, when),
  );
}

/** Member model off: in its own pool the seat of a buyer looks like one of its members', but for the e-mail. */
function holdsAsCustomer(pool: PoolState, seat: SeatState, customer: CustomerState): boolean {
  if (holdsSeat(pool, seat, new Set([customer.id]))) return true;
  if (seat.customerId !== customer.id || seat.email === null || customer.email === null) return false;
  return emailKey(seat.email) === emailKey(customer.email);
}

function* poolsPaidBy({ stream }: Pick<FoundCustomer, "stream">): Reads<readonly FoundPool[]> {
  return yield* readPools({ organization: null, customer: stream, after: 0, limit: Number.MAX_SAFE_INTEGER });
}

/** The events that show an e-mail on those of the live seats that are concerned. */
function shownEmail(
  pool: PoolState,
  concerned: (seat: SeatState) => boolean,
  email: string | null,
  at: Date,
): readonly PoolStreamEvent[] {
  return liveSeatsOf(pool)
    .filter((seat) => concerned(seat) && seat.email !== email)
    .flatMap((seat) =>
      isLive(seat.status)
        ? [
            seatEvent(
              "HolderChanged",
              subjectOf(seat),
              { was: seat.status, customerId: seat.customerId, memberId: seat.memberId },
              { at, personal: { email }, cause: "person-changed" },
            ),
          ]
        : [],
    );
}
