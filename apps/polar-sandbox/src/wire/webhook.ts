// Webhook endpoints and the delivery log in Polar's JSON.

import type { SandboxState } from "../state.ts";
import { isArchived } from "../webhooks/archive.ts";
import type { WebhookDeliveryRecord, WebhookEndpointRecord, WebhookEventRecord } from "../webhooks/webhook-records.ts";
import { webhookEventTypes } from "../webhooks/webhook-types.ts";
import { timestamps } from "./instants.ts";

export function endpointToWire(endpoint: WebhookEndpointRecord) {
  return {
    ...timestamps(endpoint),
    id: endpoint.id,
    url: endpoint.url,
    name: endpoint.name,
    api_version: endpoint.apiVersion,
    format: "raw",
    secret: endpoint.secret,
    organization_id: endpoint.organizationId,
    events: endpoint.events ?? webhookEventTypes,
    enabled: endpoint.enabled,
    uses_standard_webhook_signature: endpoint.usesStandardWebhookSignature,
  };
}

/** An attempt with its event, as the event is now: the payload is gone after 90 days. */
export function deliveryToWire(state: SandboxState, delivery: WebhookDeliveryRecord, event: WebhookEventRecord) {
  return {
    ...timestamps(delivery),
    id: delivery.id,
    succeeded: delivery.succeeded,
    http_code: delivery.httpCode,
    response: delivery.response,
    webhook_event: webhookEventToWire(state, event),
  };
}

function webhookEventToWire(state: SandboxState, event: WebhookEventRecord) {
  const archived = isArchived(state, event);
  return {
    ...timestamps(event),
    id: event.id,
    last_http_code: event.lastHttpCode,
    succeeded: event.succeeded,
    skipped: event.skipped,
    api_version: event.apiVersion,
    payload: archived ? null : event.payload,
    type: event.type,
    is_archived: archived,
  };
}
