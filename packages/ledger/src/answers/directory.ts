// What callers get of organizations, customers and members.

import type { CustomerState, OrganizationState, ShownMember } from "../domain/directory.ts";
import type { MemberRole } from "../domain/events.ts";

/** A merchant: whoever sells seats. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  /** On: seats are held by members of the buyer. Off: by customers. */
  readonly memberModel: boolean;
  readonly seatsEnabled: boolean;
  readonly createdAt: Date;
  readonly version: number;
}

/** Who pays for a pool; with the member model off also who holds a seat. */
export interface Customer {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly createdAt: Date;
  readonly version: number;
}

/** A person under a customer. `email` is null once the person was forgotten. */
export interface Member {
  readonly id: string;
  readonly customerId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly modifiedAt: Date | null;
}

export function organizationAnswer(state: OrganizationState): Organization {
  const { id, name, slug, memberModel, seatsEnabled, createdAt, version } = state;
  return { id, name, slug, memberModel, seatsEnabled, createdAt, version };
}

export function customerAnswer(state: CustomerState): Customer {
  const { id, organizationId, email, name, externalId, createdAt, version } = state;
  return { id, organizationId, email, name, externalId, createdAt, version };
}

export function memberAnswer(state: ShownMember): Member {
  const { id, customerId, email, name, externalId, role, createdAt, modifiedAt } = state;
  return { id, customerId, email, name, externalId, role, createdAt, modifiedAt };
}
