// An organization's fact.

import type { WireOrganization } from "../wire/organization.ts";
import type { OrganizationFact } from "./facts.ts";

type ShownOrganization = Pick<WireOrganization, "id" | "name" | "slug" | "feature_settings">;

/**
 * Versions of the API that sell seats to everybody don't send the seats setting any more: only a `false` switches them
 * off. Taken for enabled, an organization without seats says so when it is asked; taken for disabled, it says nothing.
 */
export function organizationFact({ id, name, slug, feature_settings: settings }: ShownOrganization): OrganizationFact {
  const memberModel = settings?.member_model_enabled ?? false;
  const seatsEnabled = settings?.seat_based_pricing_enabled ?? true;
  return { type: "organization", id, name, slug, memberModel, seatsEnabled };
}
