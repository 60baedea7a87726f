// Who is who: organizations, customers (who pay) and their members (who sit). Pure.
// Their e-mails, names and external ids come from the personal rows beside the events and read null once erased.

import { invariant } from "../invariant.ts";
import type { CustomerStreamEvent, MemberRole, OrganizationEvent } from "./events.ts";
import type { CustomerId, MemberId, OrganizationId } from "./ids.ts";

export interface OrganizationState {
  readonly id: OrganizationId;
  readonly name: string;
  readonly slug: string;
  /** On: a seat's customer is the buyer and its holder a member. Off: a seat's customer is its holder. */
  readonly memberModel: boolean;
  readonly seatsEnabled: boolean;
  readonly createdAt: Date;
  readonly version: number;
}

export interface MemberState {
  readonly id: MemberId;
  readonly customerId: CustomerId;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly modifiedAt: Date | null;
}

/** A customer without its members, which are looked up one by one: a customer may have thousands. */
export interface CustomerState {
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly createdAt: Date;
  /** The version of the customer's stream, its members' events included. */
  readonly version: number;
}

export function evolveOrganization(
  organization: OrganizationState | null,
  event: OrganizationEvent,
  id: OrganizationId,
): OrganizationState {
  return {
    id,
    ...event.data,
    createdAt: organization?.createdAt ?? event.occurredAt,
    version: (organization?.version ?? 0) + 1,
  };
}

export function evolveCustomer(
  customer: CustomerState | null,
  event: CustomerStreamEvent,
  of: { readonly id: CustomerId; readonly organizationId: OrganizationId },
): CustomerState {
  const version = (customer?.version ?? 0) + 1;
  if (event.type === "CustomerRegistered" || event.type === "CustomerChanged") {
    const { email = null, name = null, externalId = null } = event.personal ?? {};
    const createdAt = customer?.createdAt ?? event.occurredAt;
    return { id: of.id, organizationId: of.organizationId, email, name, externalId, createdAt, version };
  }
  invariant(customer, "a member's event comes after its customer's first");
  return { ...customer, version };
}

/** The member whom an event of the customer's stream concerns, or null where it concerns the customer alone. */
export function evolveMember(
  member: MemberState | null,
  event: CustomerStreamEvent,
  customerId: CustomerId,
): MemberState | null {
  if (event.type === "CustomerRegistered" || event.type === "CustomerChanged") return null;
  const { email = null, name = null, externalId = null } = event.personal ?? {};
  return {
    id: event.data.memberId,
    customerId,
    email,
    name,
    externalId,
    role: event.data.role,
    createdAt: member?.createdAt ?? event.occurredAt,
    modifiedAt: member ? event.occurredAt : null,
  };
}
