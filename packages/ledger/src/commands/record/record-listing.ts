// Records the whole listing of a mirrored pool's seats, and the members whom it shows.

import type { MemberState } from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import { type CustomerId, type HoldingId, type MemberId, type PersonId, personOf } from "../../domain/ids.ts";
import { poolNotFound } from "../../domain/pool-ref.ts";
import { reject } from "../../domain/rejections.ts";
import { settleListing } from "../../domain/replay/settle-pool.ts";
import type { ShownSeat } from "../../domain/replay/shown.ts";
import { invariant } from "../../invariant.ts";
import type { CustomerAppend, PoolAppend } from "../../store/append.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { findMember } from "../../store/member-queries.ts";
import { type FoundPool, findPoolBy, findPoolOfSeat, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call, Plan } from "../shared/command.ts";
import { customerAppend } from "../shared/customer-append.ts";
import { holderChanges } from "../shared/holder-changes.ts";
import { memberEvent } from "../shared/member-event.ts";
import { poolAnchor, poolAppend } from "../shared/pool-append.ts";
import type { ListingFact, Recorded, ShownMember, ShownSeatFact } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";

export function* recordListing(fact: ListingFact, call: Call): Plan<Recorded> {
  const found = yield* findPoolBy(fact, call.fence);
  if (!found) return poolNotFound(fact);
  const { pool, refs } = found;
  if (pool.authority !== "polar") return reject("PoolExists", { poolId: pool.id, differing: ["authority"] });
  const { organization } = refs;
  if (pool.version !== fact.poolVersion) {
    const answer = { ...nothingRecorded, stale: [pool.id] };
    return { kind: "planned", organization, appends: [], anchor: poolAnchor(refs, pool), answer };
  }
  const ready = yield* withSeats(found);
  if (yield* seatElsewhere(fact.seats, ready.pool)) return reject("IdentityConflict", { what: "seat", ids: [] });
  const people = yield* memberAppends(fact.seats, found, call);
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

/** A status rules out what another one would show: a pending seat was not claimed, a live one not revoked. */
function shownSeat(fact: ShownSeatFact): ShownSeat {
  const { member, seatMetadata: metadata, invitationTokenExpiresAt: expiresAt, status } = fact;
  const { id, customerId, memberId, createdAt } = fact;
  return {
    id,
    status,
    customerId,
    memberId,
    personId: personShown(memberId, customerId),
    email: fact.email ?? member?.email ?? null,
    metadata,
    createdAt,
    expiresAt,
    claimedAt: status === "pending" ? null : fact.claimedAt,
    revokedAt: status === "revoked" ? fact.revokedAt : null,
  };
}

function personShown(memberId: MemberId | null, customerId: CustomerId | null): PersonId | null {
  if (memberId !== null) return personOf(memberId);
  return customerId === null ? null : personOf(null, customerId);
}

/** A seat id of another pool, perhaps of another organization, is no seat of this one. */
function* seatElsewhere(seats: readonly ShownSeatFact[], pool: FoundPool["pool"]): Reads<boolean> {
  for (const { id } of seats) {
    if (!pool.seats.has(id) && (yield* findPoolOfSeat(id, null))) return true;
  }
  return false;
}

/** The billing customer's members as the listing shows them, where they are new or have changed. */
function* memberAppends(
  seats: readonly ShownSeatFact[],
  { pool, refs }: FoundPool,
  call: Call,
): Reads<readonly (CustomerAppend | PoolAppend)[]> {
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
  const append = customerAppend(of, events, known);
  const renamed = append.members.filter((member) =>
    known.some(({ id, email }) => id === member.id && email !== member.email),
  );
  return [append, ...(yield* holderChanges(customer, renamed, call.now))];
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
