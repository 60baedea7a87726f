// Records the whole listing of a mirrored pool's seats, and the members whom it shows.

import type { MemberState } from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import { type HoldingId, type MemberId, personOf } from "../../domain/ids.ts";
import { reject } from "../../domain/rejections.ts";
import { settleListing } from "../../domain/replay/settle-pool.ts";
import type { ShownSeat } from "../../domain/replay/shown.ts";
import { invariant } from "../../invariant.ts";
import type { CustomerAppend } from "../../store/append.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { findPoolBy, poolNotFound } from "../../store/find-pool-by.ts";
import { findMember } from "../../store/member-queries.ts";
import { type FoundPool, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call, Plan } from "../command.ts";
import { customerAppend } from "../customer-append.ts";
import { memberEvent } from "../member-event.ts";
import { poolAnchor, poolAppend } from "../pool-append.ts";
import { insideFence } from "../preconditions.ts";
import type { ListingFact, Recorded, ShownMember, ShownSeatFact } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";

export function* recordListing(fact: ListingFact, call: Call): Plan<Recorded> {
  const found = yield* findPoolBy(fact);
  if (!found || !insideFence(found.pool.organizationId, call)) return poolNotFound(fact);
  const { pool, refs } = found;
  if (pool.authority !== "polar") return reject("PoolExists", { poolId: pool.id, differing: ["authority"] });
  const { organization } = refs;
  if (pool.version !== fact.poolVersion) {
    const answer = { ...nothingRecorded, stale: [pool.id] };
    return { kind: "planned", organization, appends: [], anchor: poolAnchor(refs, pool), answer };
  }
  const people = yield* memberAppends(fact.seats, found, call);
  const ready = yield* withSeats(found);
  const settled = settleListing(ready.pool, fact.seats.map(shownSeat), {
    observedAt: call.source.observedAt ?? call.now,
    newHoldingId: () => call.newId() as HoldingId,
  });
  const append = poolAppend(ready, settled.events);
  const appends = [...people, append].filter(({ events }) => events.length > 0);
  const recorded = recordedOf(appends.flatMap(({ events }) => [...events]));
  const answer = { ...recorded, vanished: settled.vanished };
  return { kind: "planned", organization, appends, anchor: poolAnchor(refs, append.after), answer };
}

function shownSeat(fact: ShownSeatFact): ShownSeat {
  const { member: _, seatMetadata: metadata, invitationTokenExpiresAt: expiresAt, ...seat } = fact;
  const holder = seat.memberId ?? seat.customerId;
  const personId =
    holder === null ? null : seat.customerId ? personOf(seat.memberId, seat.customerId) : personOf(holder as MemberId);
  return { ...seat, metadata, expiresAt, personId, email: fact.email ?? fact.member?.email ?? null };
}

/** The billing customer's members as the listing shows them, where they are new or have changed. */
function* memberAppends(
  seats: readonly ShownSeatFact[],
  { pool, refs }: FoundPool,
  call: Call,
): Reads<readonly CustomerAppend[]> {
  const shown = new Map<MemberId, ShownMember>();
  for (const { member } of seats) if (member?.customerId === pool.customerId) shown.set(member.id, member);
  const known: MemberState[] = [];
  const events: CustomerStreamEvent[] = [];
  for (const member of shown.values()) {
    const found = yield* findMember(member.id);
    if (found && found.customerStream !== refs.customer) continue;
    if (found) known.push(found.member);
    const event = memberChange(found?.member ?? null, member, call);
    if (event) events.push(event);
  }
  if (events.length === 0) return [];
  const customer = yield* findCustomer(pool.customerId);
  invariant(customer, `the customer of pool ${pool.id} is known`);
  const of = { ...customer, id: customer.customer.id, organizationId: customer.customer.organizationId };
  return [customerAppend(of, events, known)];
}

function memberChange(known: MemberState | null, shown: ShownMember, call: Call): CustomerStreamEvent | null {
  if (!known) return memberEvent("MemberRegistered", shown, shown.createdAt);
  const same =
    known.email === shown.email &&
    known.name === shown.name &&
    known.externalId === shown.externalId &&
    known.role === shown.role;
  return same ? null : memberEvent("MemberChanged", shown, call.source.observedAt ?? call.now);
}
