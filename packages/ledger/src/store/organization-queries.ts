// Finding organizations in the current view, and writing them there.

import type { OrganizationState } from "../domain/directory.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { askOne, type Reads } from "./port.ts";
import { type Bound, query, upsert } from "./query.ts";
import type { OrganizationsTable } from "./tables.ts";

export interface FoundOrganization {
  readonly organization: OrganizationState;
  readonly stream: number;
}

const organizationById = query((db, args: { id: string }) =>
  db.selectFrom("organizations").selectAll().where("id", "=", args.id),
);
const organizationBySlug = query((db, args: { slug: string }) =>
  db.selectFrom("organizations").selectAll().where("slug", "=", args.slug),
);

export function* findOrganization(id: string): Reads<FoundOrganization | null> {
  const row = yield* askOne(organizationById({ id }));
  return row && foundOrganization(row);
}

export function* findOrganizationBySlug(slug: string): Reads<FoundOrganization | null> {
  const row = yield* askOne(organizationBySlug({ slug }));
  return row && foundOrganization(row);
}

function foundOrganization(row: OrganizationsTable): FoundOrganization {
  return {
    stream: row.stream,
    organization: {
      id: row.id as OrganizationId,
      name: row.name,
      slug: row.slug,
      memberModel: row.member_model === 1,
      seatsEnabled: row.seats_enabled === 1,
      createdAt: new Date(row.created_at),
      version: row.version,
    },
  };
}

const upsertOrganization = upsert("organizations", ["stream"], {
  stream: true,
  id: true,
  name: true,
  slug: true,
  member_model: true,
  seats_enabled: true,
  created_at: true,
  version: true,
});

export function writeOrganization(stream: number, organization: OrganizationState): Bound {
  return upsertOrganization({
    stream,
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    member_model: organization.memberModel ? 1 : 0,
    seats_enabled: organization.seatsEnabled ? 1 : 0,
    created_at: organization.createdAt.getTime(),
    version: organization.version,
  });
}
