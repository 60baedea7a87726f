// Who is who: organizations, customers (who pay) and their members (who sit). Pure.
// Their e-mails, names and external ids come from the personal rows beside the events and read null once erased.

import { invariant, unreachable } from "../invariant.ts";
import type { CustomerStreamEvent, MemberEvent, MemberRole, OrganizationEvent } from "./events.ts";
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
  /** Removed members are kept for the seats and the history that name them; nobody can be found by their facts. */
  readonly removedAt: Date | null;
}

/** What callers see of a member. */
export type ShownMember = Omit<MemberState, "removedAt">;

/** A customer without its members, which are looked up one by one: a customer may have thousands. */
export interface CustomerState {
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
  /** The version of the customer's stream, its members' events included. */
  readonly version: number;
}

export function evolveOrganization(
  organization: OrganizationState | null,
  event: OrganizationEvent,
  id: OrganizationId,
): OrganizationState {
  const version = (organization?.version ?? 0) + 1;
  if (event.type === "PersonForgotten") {
    invariant(organization, "an organization is registered before anybody of it is forgotten");
    return { ...organization, version };
  }
  return { id, ...event.data, createdAt: organization?.createdAt ?? event.occurredAt, version };
}

export function evolveCustomer(
  customer: CustomerState | null,
  event: CustomerStreamEvent,
  of: { readonly id: CustomerId; readonly organizationId: OrganizationId },
): CustomerState {
  const version = (customer?.version ?? 0) + 1;
  switch (event.type) {
    case "CustomerRegistered":
    case "CustomerChanged": {
      const { email = null, name = null, externalId = null } = event.personal ?? {};
      const createdAt = customer?.createdAt ?? event.occurredAt;
      const { id, organizationId } = of;
      return { id, organizationId, email, name, externalId, createdAt, removedAt: null, version };
    }
    case "CustomerRemoved":
      invariant(customer, "a customer is registered before it is removed");
      return { ...customer, removedAt: event.occurredAt, version };
    case "MemberRegistered":
    case "MemberChanged":
    case "MemberRemoved":
      invariant(customer, "a member's event comes after its customer's first");
      return { ...customer, version };
    default:
      return unreachable(event);
  }
}

/** Whether an event of a customer's stream is about one of its members. */
export function isMemberEvent(event: CustomerStreamEvent): event is MemberEvent {
  return "memberId" in event.data;
}

/** The member after an event about it. */
export function evolveMember(member: MemberState | null, event: MemberEvent, customerId: CustomerId): MemberState {
  if (event.type === "MemberRemoved") {
    invariant(member, "a member is registered before it is removed");
    return { ...member, modifiedAt: event.occurredAt, removedAt: event.occurredAt };
  }
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
    removedAt: null,
  };
}
