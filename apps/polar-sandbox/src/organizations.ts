// Organizations, and the guard that all seat operations share. It must not look at any seat.

import { featureNotEnabled, resourceNotFound, valueRefused } from "./errors.ts";
import type { OrganizationRecord } from "./records.ts";
import { required, type SandboxState, stamp } from "./state.ts";

/** An organization to be made. */
export type NewOrganization = {
  readonly name: string;
  readonly slug: string;
  /** Whether seats are held by members of the billing customer. True unless said. */
  readonly memberModel?: boolean | undefined;
  /**
   * Without the member model only: whether a seat's holder is made a member of the buyer too. True unless said, as Polar
   * does today. False leaves seats as older ones are: a customer alone, no member and no e-mail on the row. Those are the
   * seats that a switch to the member model rewrites.
   */
  readonly membersForHolders?: boolean | undefined;
  /** Whether seats may be sold at all. True unless said. */
  readonly seatsEnabled?: boolean | undefined;
  /** An access token that sees this organization alone. */
  readonly accessToken?: string | undefined;
};

export function createOrganization(state: SandboxState, input: NewOrganization): OrganizationRecord {
  for (const other of state.organizations.values()) {
    if (other.slug === input.slug) {
      throw valueRefused(["body", "slug"], "An organization with this slug already exists.", input.slug);
    }
  }
  const organization: OrganizationRecord = {
    ...stamp(state),
    name: input.name,
    slug: input.slug,
    memberModel: input.memberModel ?? true,
    membersForHolders: input.membersForHolders ?? true,
    seatsEnabled: input.seatsEnabled ?? true,
  };
  state.organizations.set(organization.id, organization);
  if (input.accessToken !== undefined) state.organizationByToken.set(input.accessToken, organization.id);
  return organization;
}

export function organizationOf(state: SandboxState, organizationId: string): OrganizationRecord {
  return required(state.organizations, organizationId, () => resourceNotFound("Organization not found"));
}

/** Refuses where the organization has no seats. Every seat operation asks it. */
export function requireSeatsEnabled(state: SandboxState, organizationId: string): OrganizationRecord {
  const organization = organizationOf(state, organizationId);
  if (!organization.seatsEnabled) throw featureNotEnabled();
  return organization;
}
