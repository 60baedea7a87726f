// Members of a customer, found and made. What a member's change does to seats stands in member-changes.ts.

import { notPermitted, resourceNotFound } from "./errors.ts";
import { organizationOf } from "./organizations.ts";
import type { CustomerRecord, MemberRecord, MemberRole } from "./records.ts";
import { addToIndex, required, type SandboxState, stamp } from "./state.ts";
import { tellMember } from "./tell/member.ts";

/** A member to be made. */
export type NewMember = {
  readonly customerId: string;
  readonly email: string;
  readonly name?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  /** `member` unless said. */
  readonly role?: MemberRole | undefined;
};

/** A merchant's new member; the member of that e-mail where there is one already, as Polar answers. */
export function createMember(state: SandboxState, input: NewMember): MemberRecord {
  const customer: CustomerRecord = required(state.customers, input.customerId, () =>
    resourceNotFound("Customer not found"),
  );
  const organization = organizationOf(state, customer.organizationId);
  if (!(organization.memberModel || organization.seatsEnabled)) {
    throw notPermitted("Member management is not enabled for this organization");
  }
  if (customer.type === "individual" && membersOf(state, customer.id).length > 0) {
    throw notPermitted(
      "Individual customers can only have one member (the owner). Upgrade to a team customer to add more members.",
    );
  }
  const email = input.email.trim();
  const existing = memberByEmail(state, customer.id, email);
  if (existing !== undefined) return existing;
  const member = addMember(state, { ...input, email });
  tellMember(state, member, "created");
  return member;
}

/** A member's bare row, without any question, and of which nobody is told. */
export function addMember(state: SandboxState, input: NewMember): MemberRecord {
  const member: MemberRecord = {
    ...stamp(state),
    customerId: input.customerId,
    email: input.email,
    name: input.name ?? null,
    externalId: input.externalId ?? null,
    role: input.role ?? "member",
    deletedAt: null,
  };
  state.members.set(member.id, member);
  addToIndex(state.memberIdsByCustomer, member.customerId, member.id);
  return member;
}

/** The members of a customer, without the deleted ones. */
export function membersOf(state: SandboxState, customerId: string): MemberRecord[] {
  const ids = state.memberIdsByCustomer.get(customerId) ?? [];
  const members = ids.map((id) => state.members.get(id)).filter((member) => member !== undefined);
  return members.filter((member) => member.deletedAt === null);
}

export function memberByEmail(state: SandboxState, customerId: string, email: string): MemberRecord | undefined {
  const wanted = email.trim().toLowerCase();
  return membersOf(state, customerId).find((member) => member.email.toLowerCase() === wanted);
}

export function memberByExternalId(state: SandboxState, customerId: string, externalId: string) {
  return membersOf(state, customerId).find((member) => member.externalId === externalId);
}

export function memberOf(state: SandboxState, memberId: string): MemberRecord {
  const member = state.members.get(memberId);
  if (member === undefined || member.deletedAt !== null) throw resourceNotFound("Member not found");
  return member;
}
