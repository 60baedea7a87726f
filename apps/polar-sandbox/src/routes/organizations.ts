// Listing and showing organizations, and showing a product.

import { Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import type { OrganizationRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { organizationToWire } from "../wire/organization.ts";
import { pageOf } from "../wire/page.ts";
import { productToWire } from "../wire/product.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow } from "./filter.ts";
import { readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function organizationRoutes(state: SandboxState): Hono<SandboxEnv> {
  return new Hono<SandboxEnv>({ strict: false })
    .get("/organizations", (context) => {
      const seen = [...state.organizations.values()].filter((organization) => context.var.viewer(organization.id));
      const found = narrow(seen, [[context.req.queries("slug") ?? null, (organization) => organization.slug]]);
      const sorted = sortAsAsked(context, found, sortKeys, "created_at");
      return context.json(pageOf(sorted, readPage(context), organizationToWire));
    })
    .get("/organizations/:id", (context) => {
      const organization = state.organizations.get(readPathId(context, "id"));
      if (organization === undefined || !context.var.viewer(organization.id)) throw resourceNotFound();
      return context.json(organizationToWire(organization));
    })
    .get("/products/:id", (context) => {
      const product = state.products.get(readPathId(context, "id"));
      if (product === undefined || !context.var.viewer(product.organizationId)) throw resourceNotFound();
      return context.json(productToWire(product));
    });
}

const sortKeys: SortKeys<OrganizationRecord> = {
  created_at: (organization) => organization.createdAt,
  name: (organization) => organization.name,
};
