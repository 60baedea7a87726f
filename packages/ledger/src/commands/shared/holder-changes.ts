// A person's e-mail changed: the seats that this person holds show the new one. Mirrored pools are left alone, for there
// Polar decides and its facts come in by `record`.

import { subjectOf } from "../../domain/decide/seat-subject.ts";
import type { MemberState } from "../../domain/directory.ts";
import type { PoolStreamEvent } from "../../domain/events.ts";
import { later, liveSeatsOf, type PoolState } from "../../domain/pool.ts";
import { seatEvent } from "../../domain/propose.ts";
import { isLive } from "../../domain/seat-machine.ts";
import type { PoolAppend } from "../../store/append.ts";
import type { FoundCustomer } from "../../store/customer-queries.ts";
import { type FoundPool, readPools, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { poolAppend } from "./pool-append.ts";

export function* holderChanges(
  customer: FoundCustomer,
  members: readonly Pick<MemberState, "id" | "email">[],
  at: Date,
): Reads<readonly PoolAppend[]> {
  if (members.length === 0) return [];
  const appends: PoolAppend[] = [];
  for (const found of yield* ledgerPools(customer)) {
    const ready = yield* withSeats(found);
    const when = later(at, ready.pool.lastOccurredAt);
    const events = members.flatMap((member) => emailChanges(ready.pool, member, when));
    if (events.length > 0) appends.push(poolAppend(ready, events));
  }
  return appends;
}

function* ledgerPools(customer: FoundCustomer): Reads<readonly FoundPool[]> {
  const filter = { organization: null, customer: customer.stream, after: 0, limit: Number.MAX_SAFE_INTEGER };
  return (yield* readPools(filter)).filter(({ pool }) => pool.authority === "ledger");
}

/** The events that show a member's e-mail on the seats that it holds. */
function emailChanges(
  pool: PoolState,
  member: Pick<MemberState, "id" | "email">,
  at: Date,
): readonly PoolStreamEvent[] {
  return liveSeatsOf(pool)
    .filter((seat) => seat.memberId === member.id && seat.email !== member.email)
    .flatMap((seat) =>
      isLive(seat.status)
        ? [
            seatEvent(
              "HolderChanged",
              subjectOf(seat),
              { was: seat.status, customerId: seat.customerId, memberId: seat.memberId },
              { at, personal: { email: member.email }, cause: "person-changed" },
            ),
          ]
        : [],
    );
}
