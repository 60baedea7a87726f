// What an attempt changes: the delivery log, the event, the next attempt, and, after ten failed events in a row, the
// endpoint, which is switched off. It must not send anything.

import type { SandboxState } from "../state.ts";
import type { Attempt } from "./attempt-delivery.ts";
import { backOffMs } from "./back-off.ts";
import { updateEndpoint } from "./endpoints.ts";
import type { DeliveryJob, WebhookEventRecord } from "./webhook-records.ts";

const mostAttempts = 10;
const failuresBeforeOff = 10;

export function afterAttempt(state: SandboxState, job: DeliveryJob, event: WebhookEventRecord, attempt: Attempt): void {
  const { webhooks } = state;
  const at = state.now();
  const attempts = (webhooks.attempts.get(event.id) ?? 0) + 1;
  webhooks.attempts.set(event.id, attempts);
  webhooks.deliveries.push({
    id: webhooks.ids.uuid(),
    createdAt: at,
    modifiedAt: null,
    endpointId: event.endpointId,
    eventId: event.id,
    ...attempt,
  });
  const gaveUp = !attempt.succeeded && attempts >= mostAttempts;
  webhooks.events.set(event.id, {
    ...event,
    modifiedAt: at,
    skipped: false,
    lastHttpCode: attempt.httpCode ?? event.lastHttpCode,
    succeeded: attempt.succeeded || (event.succeeded ?? (gaveUp ? false : null)),
  });
  if (gaveUp) switchOffAfterFailures(state, event.endpointId);
  else if (!attempt.succeeded) {
    const dueAt = at.getTime() + backOffMs(attempts, webhooks.ids.chance());
    webhooks.jobs.add({ ...job, dueAt });
  }
}

/** Only events that were delivered or given up count: one that is still tried breaks no row of failures. */
function switchOffAfterFailures(state: SandboxState, endpointId: string): void {
  const endpoint = state.webhooks.endpoints.get(endpointId);
  if (endpoint === undefined || !endpoint.enabled) return;
  const events = [...state.webhooks.events.values()].filter((event) => event.endpointId === endpointId);
  const finished = events.filter(({ succeeded }) => succeeded !== null).slice(-failuresBeforeOff);
  if (finished.length < failuresBeforeOff || finished.some(({ succeeded }) => succeeded)) return;
  updateEndpoint(state, endpoint, { enabled: false });
  for (const event of events) if (event.succeeded === null) skip(state, event);
}

/** An event whose endpoint is off is not sent, and stays unsent when the endpoint is on again. */
export function skip(state: SandboxState, event: WebhookEventRecord): void {
  state.webhooks.events.set(event.id, { ...event, skipped: true, modifiedAt: state.now() });
  for (const job of state.webhooks.jobs) if (job.eventId === event.id) state.webhooks.jobs.delete(job);
}
