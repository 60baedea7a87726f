// Listing and showing Polar's own events: the history of what was bought. There are no events of the merchant's own, so
// none has children, and filters for those find nothing.

import { Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import type { SystemEventRecord } from "../events/system-event.ts";
import type { SandboxState } from "../state.ts";
import { pageOf } from "../wire/page.ts";
import { systemEventToWire } from "../wire/system-event.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow, visible } from "./filter.ts";
import { readChoices, readIds, readPage, readPathId, readTimeSpan } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function eventRoutes(state: SandboxState): Hono<SandboxEnv> {
  const externalIdOf = ({ customerId }: SystemEventRecord) => state.customers.get(customerId)?.externalId ?? null;
  return new Hono<SandboxEnv>({ strict: false })
    .get("/", (context) => {
      const within = readTimeSpan(context);
      const seen = visible(state.systemEvents, context.var.viewer).filter(({ timestamp }) => within(timestamp));
      const found = narrow(seen, [
        [readIds(context, "organization_id"), ({ organizationId }) => organizationId],
        [readIds(context, "customer_id"), ({ customerId }) => customerId],
        [context.req.queries("external_customer_id") ?? null, externalIdOf],
        [context.req.queries("name") ?? null, ({ name }) => name],
        [readChoices(context, "source", ["system", "user"]), () => "system"],
      ]);
      const sorted = sortAsAsked(context, found, sortKeys, "-timestamp");
      return context.json(pageOf(sorted, readPage(context), (event) => systemEventToWire(state, event)));
    })
    .get("/:id", (context) => {
      const id = readPathId(context, "id");
      const event = visible(state.systemEvents, context.var.viewer).find((one) => one.id === id);
      if (event === undefined) throw resourceNotFound();
      return context.json(systemEventToWire(state, event));
    });
}

const sortKeys: SortKeys<SystemEventRecord> = { timestamp: ({ timestamp }) => timestamp };
