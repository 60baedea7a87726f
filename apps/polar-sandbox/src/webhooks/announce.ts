// Makes a webhook event for each endpoint that asks for it: the thing as it looks now, and a job to deliver it, which a fault may lose. What happens
// while an endpoint is off is recorded nowhere, as at Polar. It must not send anything itself.

import { firstJobs } from "../faults/webhook-faults.ts";
import type { SandboxState } from "../state.ts";
import { instant } from "../wire/instants.ts";
import type { WebhookEndpointRecord, WebhookEventRecord } from "./webhook-records.ts";

/** Tells every endpoint of this organization that asks for events of this type. `data` is the thing in Polar's JSON. */
export function announce(state: SandboxState, organizationId: string, type: string, data: unknown): void {
  const asking = [...state.webhooks.endpoints.values()].filter(
    ({ enabled, organizationId: owner, events }) =>
      enabled && owner === organizationId && (events === null || events.includes(type)),
  );
  for (const endpoint of asking) {
    const event = eventFor(state, endpoint, type, data);
    state.webhooks.events.set(event.id, event);
    for (const job of firstJobs(state.faults, event)) state.webhooks.jobs.add(job);
  }
}

function eventFor(
  state: SandboxState,
  { id: endpointId, apiVersion }: WebhookEndpointRecord,
  type: string,
  data: unknown,
): WebhookEventRecord {
  const createdAt = state.now();
  return {
    id: state.webhooks.ids.uuid(),
    createdAt,
    modifiedAt: null,
    endpointId,
    type,
    payload: JSON.stringify({ type, timestamp: instant(createdAt), api_version: apiVersion, data }),
    apiVersion,
    lastHttpCode: null,
    succeeded: null,
    skipped: false,
  };
}
