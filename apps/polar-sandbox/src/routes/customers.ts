// Listing and showing customers, and the members of one. Nobody is made or changed here.

import { type Context, Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import { customerByExternalId } from "../find-customer.ts";
import { membersOf } from "../members.ts";
import type { CustomerRecord } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { customerStateToWire } from "../wire/customer-state.ts";
import { pageOf } from "../wire/page.ts";
import { customerToWire, memberToWire } from "../wire/people.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow, visible } from "./filter.ts";
import { listMembers } from "./members.ts";
import { readIds, readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function customerRoutes(state: SandboxState): Hono<SandboxEnv> {
  const asked = (context: Context<SandboxEnv>): CustomerRecord => {
    const customer = state.customers.get(readPathId(context, "id"));
    if (customer?.deletedAt !== null || !context.var.viewer(customer.organizationId)) throw resourceNotFound();
    return customer;
  };
  return new Hono<SandboxEnv>({ strict: false })
    .get("/", (context) => {
      const found = narrow(visible(present(state), context.var.viewer), [
        [readIds(context, "organization_id"), (customer) => customer.organizationId],
        [
          context.req.queries("email")?.map((email) => email.toLowerCase()) ?? null,
          (customer) => customer.email?.toLowerCase() ?? null,
        ],
      ]);
      const sorted = sortAsAsked(context, found, customerSortKeys, "-created_at");
      return context.json(pageOf(sorted, readPage(context), customerToWire));
    })
    .get("/external/:external_id", (context) => {
      const customer = findByExternalId(state, context.req.param("external_id"), context.var.viewer);
      if (customer === undefined) throw resourceNotFound();
      return context.json(customerToWire(customer));
    })
    .get("/:id", (context) => context.json(customerToWire(asked(context))))
    .get("/:id/state", (context) => context.json(customerStateToWire(state, asked(context))))
    .get("/:id/members", (context) => context.json(listMembers(context, membersOf(state, asked(context).id))))
    .get("/:id/members/:member_id", (context) => {
      const id = readPathId(context, "member_id");
      const member = membersOf(state, asked(context).id).find((one) => one.id === id);
      if (member === undefined) throw resourceNotFound("Member not found");
      return context.json(memberToWire(member));
    });
}

/** The customers that are not deleted. */
function present(state: SandboxState): CustomerRecord[] {
  return [...state.customers.values()].filter(({ deletedAt }) => deletedAt === null);
}

function findByExternalId(state: SandboxState, externalId: string, viewer: Viewer): CustomerRecord | undefined {
  const organizationIds = [...state.organizations.keys()].filter(viewer);
  return organizationIds.map((id) => customerByExternalId(state, id, externalId)).find((found) => found !== undefined);
}

const customerSortKeys: SortKeys<CustomerRecord> = {
  created_at: (customer) => customer.createdAt,
  email: (customer) => customer.email,
  name: (customer) => customer.name,
};
