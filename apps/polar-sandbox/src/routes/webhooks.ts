// Webhook endpoints, the delivery log, and sending an event again.

import { type Context, Hono } from "hono";
import { z } from "zod";
import { valueRefused } from "../errors.ts";
import type { SandboxState, Viewer } from "../state.ts";
import {
  createEndpoint,
  deleteEndpoint,
  endpointOf,
  newSecret,
  updateEndpoint,
  type WebhookEndpointChange,
} from "../webhooks/endpoints.ts";
import { redeliver } from "../webhooks/redeliver.ts";
import type { WebhookEndpointRecord } from "../webhooks/webhook-records.ts";
import { webhookEventTypes } from "../webhooks/webhook-types.ts";
import { pageOf } from "../wire/page.ts";
import { endpointToWire } from "../wire/webhook.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { listDeliveries } from "./deliveries.ts";
import { narrow, visible } from "./filter.ts";
import { readBody, readIds, readPage, readPathId } from "./query.ts";

const endpointFields = {
  name: z.string().nullish(),
  api_version: z.string().nullish(),
  secret: z.string().min(32).nullish(),
};

const endpointCreate = z.object({
  ...endpointFields,
  url: z.url(),
  format: z.literal("raw"),
  events: z.array(z.enum(webhookEventTypes)),
  organization_id: z.string().nullish(),
});

const endpointUpdate = z.object({
  ...endpointFields,
  url: z.url().nullish(),
  events: z.array(z.enum(webhookEventTypes)).nullish(),
  enabled: z.boolean().nullish(),
});

export function webhookRoutes(state: SandboxState): Hono<SandboxEnv> {
  const asked = (context: Context<SandboxEnv>) => endpointOf(state, readPathId(context, "id"), context.var.viewer);
  return new Hono<SandboxEnv>({ strict: false })
    .get("/endpoints", (context) => {
      const present = [...state.webhooks.endpoints.values()].filter(({ deletedAt }) => deletedAt === null);
      const found = narrow<WebhookEndpointRecord>(visible(present, context.var.viewer), [
        [readIds(context, "organization_id"), ({ organizationId }) => organizationId],
      ]);
      return context.json(pageOf(found.reverse(), readPage(context), endpointToWire));
    })
    .post("/endpoints", async (context) => {
      const { organization_id, api_version, secret, format: _, ...body } = await readBody(context, endpointCreate);
      const organizationId = organizationFor(state, organization_id, context.var.viewer);
      const given = { ...body, organizationId, apiVersion: api_version ?? undefined, secret: secret ?? undefined };
      return context.json(endpointToWire(createEndpoint(state, given)), 201);
    })
    .get("/endpoints/:id", (context) => context.json(endpointToWire(asked(context))))
    .patch("/endpoints/:id", async (context) => {
      const change = changeFrom(await readBody(context, endpointUpdate));
      return context.json(endpointToWire(updateEndpoint(state, asked(context), change)));
    })
    .patch("/endpoints/:id/secret", (context) =>
      context.json(endpointToWire(updateEndpoint(state, asked(context), { secret: newSecret(state) }))),
    )
    .delete("/endpoints/:id", (context) => {
      deleteEndpoint(state, asked(context));
      return context.body(null, 204);
    })
    .get("/deliveries", (context) => context.json(listDeliveries(state, context)))
    .post("/events/:id/redeliver", (context) => {
      redeliver(state, readPathId(context, "id"), context.var.viewer);
      return context.json(null, 202);
    });
}

/** What is null in the body stays as it was. */
function changeFrom({ api_version, ...body }: z.output<typeof endpointUpdate>): WebhookEndpointChange {
  const given = Object.entries({ ...body, apiVersion: api_version }).filter(([, value]) => value != null);
  return Object.fromEntries(given);
}

function organizationFor(state: SandboxState, id: string | null | undefined, viewer: Viewer): string {
  const seen = [...state.organizations.keys()].filter(viewer);
  const [only, ...others] = seen;
  if (id != null && seen.includes(id)) return id;
  if (id == null && only !== undefined && others.length === 0) return only;
  throw valueRefused(["body", "organization_id"], "Organization not found.", id ?? null);
}
