// getOrganization: a merchant as the ledger knows it now.

import { z } from "zod";
import { type Organization, organizationAnswer } from "../answers/directory.ts";
import { idOf } from "../arguments.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findOrganization } from "../store/organization-queries.ts";

const schema = z.strictObject({ organizationId: idOf<OrganizationId>() });

/** An organization by its id. */
export type GetOrganizationArgs = z.input<typeof schema>;

export const getOrganization: Query<z.output<typeof schema>, Organization> = {
  args: schema,
  *reads({ organizationId }, { fence }) {
    const outside = fence !== null && fence !== organizationId;
    const found = outside ? null : yield* findOrganization(organizationId);
    if (!found) return reject("OrganizationNotFound", { organizationId });
    return answered(organizationAnswer(found.organization));
  },
};
