// What a test does with webhooks directly: endpoints, and deliveries without waiting for the time to pass.

import type { SandboxClock } from "../sandbox-clock.ts";
import { type SandboxState, seesEverything } from "../state.ts";
import { type DeliveryOptions, deliverDue, nextJob } from "./deliver-due.ts";
import {
  createEndpoint,
  deleteEndpoint,
  endpointOf,
  type NewWebhookEndpoint,
  updateEndpoint,
  type WebhookEndpointChange,
} from "./endpoints.ts";
import { redeliver } from "./redeliver.ts";
import type { WebhookDeliveryRecord, WebhookEndpointRecord, WebhookEventRecord } from "./webhook-records.ts";

/** Webhooks as a test meets them. Nothing is sent before `flush`, `advance`, or a server that delivers. */
export type SandboxWebhooks = {
  readonly createEndpoint: (input: NewWebhookEndpoint) => WebhookEndpointRecord;
  /** Changes what is given and leaves the rest. What an endpoint missed while it was off is never sent. */
  readonly updateEndpoint: (endpointId: string, change: WebhookEndpointChange) => WebhookEndpointRecord;
  readonly deleteEndpoint: (endpointId: string) => void;
  readonly endpoints: () => readonly WebhookEndpointRecord[];
  /** Every event made for an endpoint, in order. */
  readonly events: () => readonly WebhookEventRecord[];
  /** Every attempt, in order. */
  readonly deliveries: () => readonly WebhookDeliveryRecord[];
  /** When the next attempt is due, or null where none is waiting. */
  readonly nextDueAt: () => Date | null;
  /** Sends an event again, whether it was delivered or not; by the next `flush`. */
  readonly redeliver: (eventId: string) => void;
  /** Delivers everything that is due now, and answers how many attempts were made. */
  readonly flush: () => Promise<number>;
  /**
   * Steps the sandbox's time ahead by so many milliseconds, and makes each attempt that falls due at its time. Answers how
   * many. A clock that was given stays where it is: the sandbox then runs ahead of it.
   */
  readonly advance: (milliseconds: number) => Promise<number>;
};

export function createSandboxWebhooks(
  state: SandboxState,
  clock: SandboxClock,
  options: DeliveryOptions,
): SandboxWebhooks {
  // Deliveries never run side by side, or first attempts could overtake each other.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const endpoint = (id: string) => endpointOf(state, id, seesEverything);
  return {
    createEndpoint: (input) => createEndpoint(state, input),
    updateEndpoint: (id, change) => updateEndpoint(state, endpoint(id), change),
    deleteEndpoint: (id) => deleteEndpoint(state, endpoint(id)),
    endpoints: () => [...state.webhooks.endpoints.values()].filter(({ deletedAt }) => deletedAt === null),
    events: () => [...state.webhooks.events.values()],
    deliveries: () => [...state.webhooks.deliveries],
    nextDueAt: () => {
      const job = nextJob(state);
      return job === undefined ? null : new Date(job.dueAt);
    },
    redeliver: (eventId) => redeliver(state, eventId, seesEverything),
    flush: () => inTurn(() => deliverDue(state, options)),
    advance: (milliseconds) => inTurn(() => deliverUntil(state, clock, options, milliseconds)),
  };
}

async function deliverUntil(state: SandboxState, clock: SandboxClock, options: DeliveryOptions, milliseconds: number) {
  const end = state.now().getTime() + milliseconds;
  let attempts = 0;
  for (let job = nextJob(state); job !== undefined && job.dueAt <= end; job = nextJob(state)) {
    clock.step(job.dueAt - state.now().getTime());
    attempts += await deliverDue(state, options);
  }
  clock.step(end - state.now().getTime());
  return attempts + (await deliverDue(state, options));
}
