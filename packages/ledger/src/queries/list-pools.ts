// listPools: the pools of an organization or of a customer, in the order in which the ledger came to know them.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { idOf, maybe } from "../arguments.ts";
import type { CustomerId, OrganizationId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { findCustomer, findOrganization } from "../store/directory-queries.ts";
import { readPools } from "../store/pool-queries.ts";
import { cursorAfter, cursorFor, cursorSchema, limitSchema } from "../answers/cursor.ts";
import { answered, type Query } from "../answers/query.ts";

export interface PoolsPage {
  readonly pools: readonly Pool[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly next: string | null;
}

const schema = z.strictObject({
  organizationId: maybe(idOf<OrganizationId>()),
  customerId: maybe(idOf<CustomerId>()),
  cursor: cursorSchema,
  limit: limitSchema,
});

/** Whose pools, and which page of them. */
export type ListPoolsArgs = z.input<typeof schema>;

export const listPools: Query<z.output<typeof schema>, PoolsPage> = {
  args: schema,
  *reads({ organizationId, customerId, cursor, limit }, { fence }) {
    const filter = ["pools", organizationId, customerId];
    const after = cursorAfter(cursor, filter);
    if (after === null) return reject("InvalidRequest", { issues: [{ path: "cursor", message: "belongs to another list" }] });
    const scope = organizationId ?? fence;
    const organization = scope === null ? null : yield* findOrganization(scope);
    if (scope !== null && (!organization || (fence !== null && scope !== fence))) {
      return reject("OrganizationNotFound", { organizationId: scope });
    }
    const customer = customerId === null ? null : yield* findCustomer(customerId);
    if (customerId !== null && (!customer || (organization && customer.organization !== organization.stream))) {
      return reject("CustomerNotFound", { customerId });
    }
    const streams = { organization: organization?.stream ?? null, customer: customer?.stream ?? null };
    const found = yield* readPools({ ...streams, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return answered({
      pools: page.map(({ pool }) => poolAnswer(pool)),
      next: last ? cursorFor(last.refs.stream, filter) : null,
    });
  },
};
