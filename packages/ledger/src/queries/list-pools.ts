// listPools: the pools of an organization or of a customer, in the order in which the ledger came to know them.

import { z } from "zod";
import { cursorAfter, cursorFor, cursorSchema, limitSchema } from "../answers/cursor.ts";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { idOf, maybe } from "../arguments.ts";
import type { CustomerId, OrganizationId } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { readPools } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";

export interface PoolsPage {
  readonly pools: readonly Pool[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly next: string | null;
}

const ownersShape = { organizationId: maybe(idOf<OrganizationId>()), customerId: maybe(idOf<CustomerId>()) };
const schema = z.strictObject({ ...ownersShape, cursor: cursorSchema, limit: limitSchema });
const ownersSchema = z.strictObject(ownersShape);

/** Whose pools, and which page of them. */
export type ListPoolsArgs = z.input<typeof schema>;

/** Whose pools. */
export type PoolOwnersArgs = z.input<typeof ownersSchema>;

export const listPools: Query<z.output<typeof schema>, PoolsPage> = {
  args: schema,
  *reads({ organizationId, customerId, cursor, limit }, { fence }) {
    const filter = ["pools", organizationId, customerId];
    const after = cursorAfter(cursor, filter);
    if (after === null)
      return reject("InvalidRequest", { issues: [{ path: "cursor", message: "belongs to another list" }] });
    const owners = yield* findOwners(organizationId ?? fence, customerId, fence);
    if (owners.kind === "rejected") return owners;
    const { organization, customer } = owners;
    const found = yield* readPools({ organization, customer, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return answered({
      pools: page.map(({ pool }) => poolAnswer(pool)),
      next: last ? cursorFor(last.refs.stream, filter) : null,
    });
  },
};

interface Owners {
  readonly kind: "owners";
  readonly organization: number | null;
  readonly customer: number | null;
}

/** Whose pools are watched: of one organization in any case, for it is by its organization that a change is heard of. */
export const poolOwners: Query<
  z.output<typeof ownersSchema>,
  { readonly organization: number; readonly customer: number | null }
> = {
  args: ownersSchema,
  *reads({ organizationId, customerId }, { fence }) {
    const owners = yield* findOwners(organizationId ?? fence, customerId, fence);
    if (owners.kind === "rejected") return owners;
    const { organization, customer } = owners;
    if (organization !== null) return answered({ organization, customer });
    const message = "must be given, or a customerId, unless the ledger is fenced to an organization";
    return reject("InvalidRequest", { issues: [{ path: "organizationId", message }] });
  },
};

/** The streams of those whose pools are asked for; null where nobody is named. A customer names its organization. */
function* findOwners(
  organizationId: OrganizationId | null,
  customerId: CustomerId | null,
  fence: OrganizationId | null,
): Reads<Owners | Rejection> {
  const organization = organizationId === null ? null : yield* findOrganization(organizationId);
  const outside = fence !== null && organizationId !== fence;
  if (organizationId !== null && (!organization || outside)) return reject("OrganizationNotFound", { organizationId });
  const customer = customerId === null ? null : yield* findCustomer(customerId);
  const foreign = organization !== null && customer?.organization !== organization.stream;
  if (customerId !== null && (!customer || foreign)) return reject("CustomerNotFound", { customerId });
  return {
    kind: "owners",
    organization: organization?.stream ?? customer?.organization ?? null,
    customer: customer?.stream ?? null,
  };
}
