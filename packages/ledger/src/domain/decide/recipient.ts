// Who is meant by a request to assign a seat: https://polar.sh/docs/features/seat-based-pricing
// The look-ups are made before (commands/shared/find-recipient.ts); here is what follows from what was found.

import type { CustomerState, MemberState } from "../directory.ts";
import { type CustomerId, emailKey, type MemberId, type PersonId, personOf } from "../ids.ts";
import { type Rejection, reject } from "../rejections.ts";

export interface RecipientRequest {
  readonly email: string | null;
  readonly customerId: string | null;
  readonly externalCustomerId: string | null;
  readonly memberId: string | null;
  readonly externalMemberId: string | null;
}

/** The people whom a request touches, as the directory knows them; null where there is none. */
export interface FoundPeople {
  /** The customer named by id or external id, or, with the member model off, by e-mail. */
  readonly customer: CustomerState | null;
  /** Under the billing customer: the member named by id or external id. */
  readonly namedMember: MemberState | null;
  /** Under the billing customer: the member with the e-mail in question. */
  readonly memberByEmail: MemberState | null;
}

/** A person to be registered along with the assignment. */
export interface NewPerson<Id> {
  readonly id: Id;
  readonly email: string;
  readonly externalId: string | null;
}

export interface Recipient {
  readonly kind: "recipient";
  readonly memberModel: boolean;
  readonly personId: PersonId;
  /** What Polar shows on the seat: the buyer with the member model, else the holder. */
  readonly customerId: CustomerId;
  readonly memberId: MemberId | null;
  readonly email: string | null;
  readonly newCustomer: NewPerson<CustomerId> | null;
  readonly newMember: NewPerson<MemberId> | null;
  /** A member who is known by e-mail and gets the external id now. */
  readonly linkExternalId: { readonly member: MemberState; readonly externalId: string } | null;
}

export interface RecipientContext {
  readonly memberModel: boolean;
  readonly billingCustomerId: CustomerId;
  readonly newCustomerId: CustomerId;
  readonly newMemberId: MemberId;
}

/** Whether the rules of the member model apply: they do for member ids even where the organization has it off. */
export function usesMemberModel(request: RecipientRequest, memberModel: boolean): boolean {
  return memberModel || request.memberId !== null || request.externalMemberId !== null;
}

export function resolveRecipient(
  request: RecipientRequest,
  found: FoundPeople,
  context: RecipientContext,
): Recipient | Rejection {
  return usesMemberModel(request, context.memberModel)
    ? memberRecipient(request, found, context)
    : customerRecipient(request, found, context);
}

/** The e-mail by which the member of the billing customer is looked up, if the request leads to one. */
export function recipientEmail(request: RecipientRequest, customer: CustomerState | null): string | null {
  return request.email ?? customer?.email ?? null;
}

function memberRecipient(
  request: RecipientRequest,
  found: FoundPeople,
  context: RecipientContext,
): Recipient | Rejection {
  if (namesCustomer(request) && !found.customer) {
    return reject("InvalidSeatAssignmentRequest", {
      reason: "Customer not found for the provided customer_id or external_customer_id.",
    });
  }
  if (found.namedMember) return namedMember(request, found.namedMember, context);
  const email = recipientEmail(request, found.customer);
  if (request.memberId !== null) return reject("MemberNotFound", { memberId: request.memberId });
  if (email === null) {
    return request.externalMemberId !== null
      ? reject("MemberNotFound", { memberId: null })
      : reject("InvalidSeatAssignmentRequest", {
          reason: "The customer has no e-mail: name the recipient by email, member_id or external_member_id.",
        });
  }
  return memberOfEmail(email, request.externalMemberId, found.memberByEmail, context);
}

function namedMember(request: RecipientRequest, member: MemberState, context: RecipientContext): Recipient | Rejection {
  if (request.email !== null && (member.email === null || emailKey(member.email) !== emailKey(request.email))) {
    return reject("MemberEmailMismatch", { memberId: member.id });
  }
  return asMember(member, context);
}

function memberOfEmail(
  email: string,
  externalId: string | null,
  known: MemberState | null,
  context: RecipientContext,
): Recipient | Rejection {
  if (!known) {
    const newMember = { id: context.newMemberId, email, externalId };
    return {
      ...seatOf({ id: newMember.id, email }, context.billingCustomerId),
      newMember,
    };
  }
  if (externalId === null || known.externalId === externalId) return asMember(known, context);
  if (known.externalId !== null) return reject("MemberEmailMismatch", { memberId: known.id });
  return { ...asMember(known, context), linkExternalId: { member: known, externalId } };
}

function asMember(member: MemberState, context: RecipientContext): Recipient {
  return seatOf(member, context.billingCustomerId);
}

function seatOf(member: { readonly id: MemberId; readonly email: string | null }, customerId: CustomerId): Recipient {
  return {
    kind: "recipient",
    memberModel: true,
    personId: personOf(member.id),
    customerId,
    memberId: member.id,
    email: member.email,
    newCustomer: null,
    newMember: null,
    linkExternalId: null,
  };
}

/** Member model off: the holder is a customer, and a member of the same e-mail is made under the billing customer too. */
function customerRecipient(
  request: RecipientRequest,
  found: FoundPeople,
  context: RecipientContext,
): Recipient | Rejection {
  if (!found.customer && request.email === null) return reject("CustomerNotFound", { customerId: request.customerId });
  const email = recipientEmail(request, found.customer);
  const newCustomer = found.customer || email === null ? null : { id: context.newCustomerId, email, externalId: null };
  const customerId = found.customer?.id ?? context.newCustomerId;
  const newMember = email === null || found.memberByEmail ? null : { id: context.newMemberId, email, externalId: null };
  const memberId = found.memberByEmail?.id ?? newMember?.id ?? null;
  return {
    kind: "recipient",
    memberModel: false,
    personId: personOf(memberId, customerId),
    customerId,
    memberId,
    email: found.customer ? found.customer.email : email,
    newCustomer,
    newMember,
    linkExternalId: null,
  };
}

function namesCustomer(request: RecipientRequest): boolean {
  return request.customerId !== null || request.externalCustomerId !== null;
}
