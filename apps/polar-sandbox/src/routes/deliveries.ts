// The delivery log: every attempt, newest first, with what it carried. It is the only feed of seat changes that Polar
// lets anybody read back.

import type { Context } from "hono";
import type { SandboxState } from "../state.ts";
import type { WebhookDeliveryRecord, WebhookEventRecord } from "../webhooks/webhook-records.ts";
import { webhookEventTypes } from "../webhooks/webhook-types.ts";
import { pageOf } from "../wire/page.ts";
import { deliveryToWire } from "../wire/webhook.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow } from "./filter.ts";
import { readBoolean, readChoices, readIds, readPage, readTimeSpan } from "./query.ts";

type Attempted = { readonly delivery: WebhookDeliveryRecord; readonly event: WebhookEventRecord };

export function listDeliveries(state: SandboxState, context: Context<SandboxEnv>) {
  const within = readTimeSpan(context);
  const seen = attemptsSeenBy(state, context).filter(({ delivery }) => within(delivery.createdAt));
  const found = narrow(seen, [
    [readIds(context, "endpoint_id"), ({ delivery }) => delivery.endpointId],
    [readBoolean(context, "succeeded"), ({ delivery }) => String(delivery.succeeded)],
    [
      readChoices(context, "http_code_class", ["2xx", "3xx", "4xx", "5xx"]),
      ({ delivery }) => delivery.httpCode && `${Math.floor(delivery.httpCode / 100)}xx`,
    ],
    [readChoices(context, "event_type", webhookEventTypes), ({ event }) => event.type],
  ]).filter((attempted) => contains(attempted, context.req.query("query")));
  return pageOf(found.reverse(), readPage(context), ({ delivery, event }) => deliveryToWire(state, delivery, event));
}

function attemptsSeenBy(state: SandboxState, context: Context<SandboxEnv>): Attempted[] {
  const { deliveries, endpoints, events } = state.webhooks;
  return deliveries.flatMap((delivery) => {
    const event = events.get(delivery.eventId);
    const owner = endpoints.get(delivery.endpointId)?.organizationId;
    if (event === undefined || owner === undefined || !context.var.viewer(owner)) return [];
    return [{ delivery, event }];
  });
}

/** Polar looks for the query in the two ids and in the HTTP code. */
function contains({ delivery, event }: Attempted, query: string | undefined): boolean {
  const wanted = query?.toLowerCase() ?? "";
  return [delivery.id, event.id, String(delivery.httpCode ?? "")].some((text) => text.includes(wanted));
}
