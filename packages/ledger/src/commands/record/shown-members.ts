// The members whom shown seats name: registered where they are new, changed where the source shows something else.

import type { MemberState } from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import type { CustomerId, MemberId } from "../../domain/ids.ts";
import { invariant } from "../../invariant.ts";
import type { CustomerAppend, PoolAppend } from "../../store/append.ts";
import { type FoundCustomer, findCustomer } from "../../store/customer-queries.ts";
import { findMember } from "../../store/member-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call } from "../shared/command.ts";
import { customerAppend } from "../shared/customer-append.ts";
import { holderChanges } from "../shared/holder-changes.ts";
import { memberEvent } from "../shared/member-event.ts";
import type { ShownMember, ShownSeatFact } from "./facts.ts";

/** The billing customer's members as these seats show them, where they are new or, in a showing of now, have changed. */
export function* shownMembers(
  seats: readonly ShownSeatFact[],
  { pool, refs }: FoundPool,
  call: Call,
  take: "changes" | "new members only",
): Reads<readonly (CustomerAppend | PoolAppend)[]> {
  const known: MemberState[] = [];
  const events: CustomerStreamEvent[] = [];
  for (const shown of membersOf(seats, pool.customerId)) {
    const found = yield* findMember(shown.id);
    if (found && (found.customerStream !== refs.customer || take === "new members only")) continue;
    // Who was removed here comes back by being registered, not by being shown.
    if (found?.member.removedAt) continue;
    if (found) known.push(found.member);
    const event = memberChange(found?.member ?? null, shown, call);
    if (event) events.push(event);
  }
  if (events.length === 0) return [];
  const customer = yield* findCustomer(pool.customerId);
  invariant(customer, `the customer of pool ${pool.id} is known`);
  return yield* memberAppends(customer, events, known, call);
}

/** What these events of members append; a changed e-mail shows on the seats that they hold in the ledger's pools. */
export function* memberAppends(
  customer: FoundCustomer,
  events: readonly CustomerStreamEvent[],
  known: readonly MemberState[],
  call: Call,
): Reads<readonly [CustomerAppend, ...PoolAppend[]]> {
  const of = { ...customer, id: customer.customer.id, organizationId: customer.customer.organizationId };
  const append = customerAppend(of, events, known);
  const renamed = append.members.filter((member) =>
    known.some(({ id, email }) => id === member.id && email !== member.email),
  );
  return [append, ...(yield* holderChanges(customer, renamed, call.now))];
}

/** Each member whom the seats name, once; other customers' members are not this listing's to tell of. */
function membersOf(seats: readonly ShownSeatFact[], customerId: CustomerId): Iterable<ShownMember> {
  const shown = new Map<MemberId, ShownMember>();
  for (const { member } of seats) if (member?.customerId === customerId) shown.set(member.id, member);
  return shown.values();
}

/** The event that makes a member what a source shows; null where it is that. */
export function memberChange(known: MemberState | null, shown: ShownMember, call: Call): CustomerStreamEvent | null {
  if (!known) return memberEvent("MemberRegistered", shown, shown.createdAt);
  const same =
    known.email === shown.email &&
    known.name === shown.name &&
    known.externalId === shown.externalId &&
    known.role === shown.role;
  return same ? null : memberEvent("MemberChanged", shown, call.source.observedAt ?? call.now);
}
