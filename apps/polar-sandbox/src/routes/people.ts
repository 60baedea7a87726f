// Listing and showing customers, and listing members. Nobody is made or changed here.

import { Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import { customerByExternalId } from "../find-customer.ts";
import { type CustomerRecord, type MemberRecord, memberRoles } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { pageOf } from "../wire/page.ts";
import { customerToWire, memberToWire } from "../wire/people.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow, visible } from "./filter.ts";
import { readChoices, readIds, readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function customerRoutes(state: SandboxState): Hono<SandboxEnv> {
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
    .get("/:id", (context) => {
      const customer = state.customers.get(readPathId(context, "id"));
      if (customer?.deletedAt !== null || !context.var.viewer(customer.organizationId)) throw resourceNotFound();
      return context.json(customerToWire(customer));
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

export function memberRoutes(state: SandboxState): Hono<SandboxEnv> {
  return new Hono<SandboxEnv>({ strict: false }).get("/", (context) => {
    const customerOfMember = (member: MemberRecord) => state.customers.get(member.customerId);
    const seen = [...state.members.values()].filter(
      (member) => member.deletedAt === null && context.var.viewer(customerOfMember(member)?.organizationId ?? ""),
    );
    const found = narrow(seen, [
      [context.req.queries("customer_id") ?? null, (member) => member.customerId],
      [context.req.queries("external_customer_id") ?? null, (member) => customerOfMember(member)?.externalId ?? null],
      [readChoices(context, "role", memberRoles), (member) => member.role],
    ]);
    const sorted = sortAsAsked(context, found, memberSortKeys, "-created_at");
    return context.json(pageOf(sorted, readPage(context), memberToWire));
  });
}

const customerSortKeys: SortKeys<CustomerRecord> = {
  created_at: (customer) => customer.createdAt,
  email: (customer) => customer.email,
  name: (customer) => customer.name,
};

const memberSortKeys: SortKeys<MemberRecord> = { created_at: (member) => member.createdAt };
