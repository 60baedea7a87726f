// Delivers what is due, one event after the other. First attempts go in the order in which the events were made; one that
// has failed waits for its time, and later events overtake it, as at Polar.

import type { SandboxState } from "../state.ts";
import { afterAttempt, skip } from "./after-attempt.ts";
import { isArchived } from "./archive.ts";
import { attemptDelivery, type DeliverWebhook } from "./attempt-delivery.ts";
import type { DeliveryJob } from "./webhook-records.ts";

export type DeliveryOptions = { readonly deliver: DeliverWebhook; readonly timeoutMs: number };

/** Tries whatever is due by now, what becomes due on the way too. Answers how many attempts it made. */
export async function deliverDue(state: SandboxState, options: DeliveryOptions): Promise<number> {
  let attempts = 0;
  for (let job = nextJob(state); job !== undefined && job.dueAt <= state.now().getTime(); job = nextJob(state)) {
    state.webhooks.jobs.delete(job);
    if (await deliverJob(state, job, options)) attempts += 1;
  }
  return attempts;
}

/** What is to be tried next, however far ahead. Jobs that are due at once go in the order in which they were made. */
export function nextJob(state: SandboxState): DeliveryJob | undefined {
  let next: DeliveryJob | undefined;
  for (const job of state.webhooks.jobs) if (next === undefined || job.dueAt < next.dueAt) next = job;
  return next;
}

async function deliverJob(state: SandboxState, job: DeliveryJob, options: DeliveryOptions): Promise<boolean> {
  const event = state.webhooks.events.get(job.eventId);
  const endpoint = event && state.webhooks.endpoints.get(event.endpointId);
  if (event === undefined || endpoint === undefined) return false;
  if (!endpoint.enabled) {
    skip(state, event);
    return false;
  }
  if (isArchived(state, event) || (event.succeeded === true && !job.redeliver)) return false;
  const attempt = await attemptDelivery(options.deliver, options.timeoutMs, endpoint, event, state.now());
  afterAttempt(state, job, state.webhooks.events.get(event.id) ?? event, attempt);
  return true;
}
