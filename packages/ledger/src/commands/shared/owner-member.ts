// The owner member, who is the customer itself as a person under it: made with the member model as soon as the customer has
// an e-mail, and kept on the customer's e-mail, as in Polar.

import type { CustomerState, MemberState } from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import { emailKey, type MemberId } from "../../domain/ids.ts";
import type { CustomerAppend, PoolAppend } from "../../store/append.ts";
import type { FoundCustomer } from "../../store/customer-queries.ts";
import { findMemberByEmail, findMemberByExternalId, readMembers } from "../../store/member-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call } from "./command.ts";
import { customerHolderChanges } from "./holder-changes.ts";
import { memberEvent } from "./member-event.ts";

type PersonalFacts = Pick<CustomerState, "email" | "name" | "externalId">;

export interface OwnerMember {
  readonly events: readonly CustomerStreamEvent[];
  /** The member whom the events change, as it was before. */
  readonly known: readonly MemberState[];
}

const unchanged: OwnerMember = { events: [], known: [] };

/** What becomes of the owner member of a customer that is registered or changed; `found` is null for a new one. */
export function* ownerMember(
  found: FoundCustomer | null,
  now: PersonalFacts,
  memberModel: boolean,
  at: Date,
  call: Call,
): Reads<OwnerMember> {
  const { email } = now;
  if (email === null) return unchanged;
  const taken = found && (yield* findMemberByEmail(found.stream, email))?.member;
  const former = found && !found.customer.removedAt ? found.customer.email : null;
  if (found && former !== null) {
    const member = (yield* findMemberByEmail(found.stream, former))?.member;
    // With the member model off the customer itself sits in its pools by its one member of that e-mail.
    const isItself = member && (member.role === "owner" || !memberModel);
    // Where the new e-mail is another member's already, the two stay two.
    if (!isItself || member.email === email || (taken && taken.id !== member.id)) return unchanged;
    return { events: [memberEvent("MemberChanged", { ...member, email }, at)], known: [member] };
  }
  if (!memberModel || taken || (found && (yield* hasOwner(found.stream)))) return unchanged;
  const externalId = yield* freeExternalId(found, now.externalId);
  const owner = { id: call.newId() as MemberId, ...now, externalId, role: "owner" as const };
  return { events: [memberEvent("MemberRegistered", owner, at)], known: [] };
}

/** An external id that is another member's already stays that member's. */
function* freeExternalId(found: FoundCustomer | null, externalId: string | null): Reads<string | null> {
  if (found === null || externalId === null) return externalId;
  return (yield* findMemberByExternalId(found.stream, externalId)) ? null : externalId;
}

function* hasOwner(customer: number): Reads<boolean> {
  return (yield* readMembers(customer)).some(({ role, removedAt }) => role === "owner" && removedAt === null);
}

/** A changed e-mail follows into the live seats that the customer and its owner hold in the ledger's pools. */
export function* followingSeats(
  before: FoundCustomer,
  { email }: PersonalFacts,
  { members }: CustomerAppend,
  memberModel: boolean,
  at: Date,
): Reads<readonly PoolAppend[]> {
  if (before.customer.email === email) return [];
  const member = members.find((one) => one.email !== null && email !== null && emailKey(one.email) === emailKey(email));
  return yield* customerHolderChanges(before, { email, member: member ?? null, memberModel }, at);
}
