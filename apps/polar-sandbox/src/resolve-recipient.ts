// Who an assignment is for, by Polar's rules with the member model and without. Nothing is made or linked before `settle`,
// because a refused assignment leaves nothing behind.

import { addCustomer } from "./customers.ts";
import { customerNotFound, invalidSeatAssignmentRequest, memberEmailMismatch, memberNotFound } from "./errors.ts";
import { customerByEmail, customerByExternalId, customerById } from "./find-customer.ts";
import { addMember, memberByEmail, memberByExternalId } from "./members.ts";
import type { CustomerRecord, MemberRecord, SeatRecord } from "./records.ts";
import type { SandboxState } from "./state.ts";

/** The ways to name a recipient. */
export type RecipientInput = {
  readonly email?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly externalCustomerId?: string | null | undefined;
  readonly memberId?: string | null | undefined;
  readonly externalMemberId?: string | null | undefined;
};

export type Holder = {
  readonly customerId: string;
  readonly memberId: string | null;
  readonly email: string | null;
};

export type Recipient = {
  /** What the refusal of a second seat calls the recipient. */
  readonly identifier: string;
  readonly holds: (seat: SeatRecord) => boolean;
  readonly settle: () => Holder;
};

type Place = {
  readonly organizationId: string;
  readonly billingCustomerId: string;
  readonly memberModel: boolean;
  readonly membersForHolders: boolean;
};

export function resolveRecipient(state: SandboxState, place: Place, input: RecipientInput): Recipient {
  return place.memberModel || input.externalMemberId || input.memberId
    ? resolveMember(state, place, input)
    : resolveCustomer(state, place, input);
}

function resolveMember(state: SandboxState, place: Place, input: RecipientInput): Recipient {
  const email = input.email || emailOfNamedCustomer(state, place.organizationId, input);
  const member = findMember(state, place.billingCustomerId, email, input);
  const wanted = member.email.toLowerCase();
  return {
    identifier: member.email,
    holds: (seat) => seat.email?.toLowerCase() === wanted,
    settle: () => ({ customerId: place.billingCustomerId, memberId: member.settle().id, email: member.email }),
  };
}

function emailOfNamedCustomer(state: SandboxState, organizationId: string, input: RecipientInput): string | null {
  if (!(input.customerId || input.externalCustomerId)) return null;
  const customer = namedCustomer(state, organizationId, input);
  if (customer === undefined) {
    throw invalidSeatAssignmentRequest("Customer not found for the provided customer_id or external_customer_id.");
  }
  return customer.email;
}

function namedCustomer(state: SandboxState, organizationId: string, input: RecipientInput): CustomerRecord | undefined {
  if (input.customerId) return customerById(state, organizationId, input.customerId);
  if (input.externalCustomerId) return customerByExternalId(state, organizationId, input.externalCustomerId);
  return undefined;
}

type FoundMember = { readonly email: string; readonly settle: () => MemberRecord };

function findMember(
  state: SandboxState,
  customerId: string,
  email: string | null,
  { memberId, externalMemberId }: RecipientInput,
): FoundMember {
  if (memberId) {
    const member = state.members.get(memberId);
    if (member?.customerId !== customerId || member.deletedAt !== null) throw memberNotFound(memberId);
    return known(member);
  }
  if (externalMemberId !== null && externalMemberId !== undefined) {
    return findMemberByExternalId(state, customerId, email, externalMemberId);
  }
  if (email) return findOrPlanMember(state, customerId, email);
  throw invalidSeatAssignmentRequest(
    "At least one of email, external_member_id, or member_id must be provided when member_model_enabled is true.",
  );
}

function findMemberByExternalId(
  state: SandboxState,
  customerId: string,
  email: string | null,
  externalId: string,
): FoundMember {
  const member = memberByExternalId(state, customerId, externalId);
  if (member !== undefined) {
    if (email && member.email.toLowerCase() !== email.toLowerCase()) throw memberEmailMismatch(externalId, email);
    return known(member);
  }
  if (!email) throw memberNotFound(externalId);
  const existing = memberByEmail(state, customerId, email);
  if (existing !== undefined && existing.externalId !== null) throw memberEmailMismatch(externalId, email);
  const found = findOrPlanMember(state, customerId, email);
  return {
    email: found.email,
    settle: () => {
      const linked: MemberRecord = { ...found.settle(), externalId, modifiedAt: state.now() };
      state.members.set(linked.id, linked);
      return linked;
    },
  };
}

function findOrPlanMember(state: SandboxState, customerId: string, rawEmail: string): FoundMember {
  const email = rawEmail.trim();
  const existing = memberByEmail(state, customerId, email);
  return existing === undefined
    ? { email, settle: () => memberByEmail(state, customerId, email) ?? addMember(state, { customerId, email }) }
    : known(existing);
}

const known = (member: MemberRecord): FoundMember => ({ email: member.email, settle: () => member });

function resolveCustomer(state: SandboxState, place: Place, input: RecipientInput): Recipient {
  const email = input.email ?? null;
  const existing = email
    ? customerByEmail(state, place.organizationId, email)
    : namedCustomer(state, place.organizationId, input);
  const identifier = email || input.externalCustomerId || String(input.customerId);
  if (existing === undefined && !email) throw customerNotFound(identifier);
  return {
    identifier,
    holds: (seat) => existing !== undefined && seat.customerId === existing.id,
    settle: () => {
      const customer =
        existing ?? addCustomer(state, { organizationId: place.organizationId, email, type: "individual" });
      if (!place.membersForHolders) return { customerId: customer.id, memberId: null, email: null };
      const member =
        customer.email === null ? null : findOrPlanMember(state, place.billingCustomerId, customer.email).settle();
      return { customerId: customer.id, memberId: member?.id ?? null, email: customer.email };
    },
  };
}
