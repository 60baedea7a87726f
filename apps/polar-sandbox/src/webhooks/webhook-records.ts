// What Polar keeps of webhooks: endpoints, events and the attempts to deliver them. Records are replaced, never changed in
// place. Jobs are the sandbox's own: which event is to be tried again, and when.

import type { SeededIds } from "../seeded-ids.ts";

type Timestamped = { readonly id: string; readonly createdAt: Date; readonly modifiedAt: Date | null };

/** Where an organization's webhooks go. */
export type WebhookEndpointRecord = Timestamped & {
  readonly organizationId: string;
  readonly url: string;
  readonly name: string | null;
  readonly secret: string;
  /** The kinds that it asks for; null for every kind, those that Polar doesn't know too. */
  readonly events: readonly string[] | null;
  readonly enabled: boolean;
  /** The version that payloads name. The sandbox speaks one version only, whatever is named here. */
  readonly apiVersion: string;
  /** Whether the key is the secret's base64, as other libraries take it, and not the UTF-8 bytes of the whole secret. */
  readonly usesStandardWebhookSignature: boolean;
  readonly deletedAt: Date | null;
};

/** One event for one endpoint: a thing that happened, as it looked at that moment. */
export type WebhookEventRecord = Timestamped & {
  readonly endpointId: string;
  readonly type: string;
  /** The body that is sent, to the letter. */
  readonly payload: string;
  readonly apiVersion: string;
  readonly lastHttpCode: number | null;
  /** Null until it was delivered or given up. */
  readonly succeeded: boolean | null;
  /** Whether it was not sent because its endpoint had been switched off. */
  readonly skipped: boolean;
};

/** One attempt to deliver an event. */
export type WebhookDeliveryRecord = Timestamped & {
  readonly endpointId: string;
  readonly eventId: string;
  readonly succeeded: boolean;
  /** Null where the endpoint could not be reached or did not answer in time. */
  readonly httpCode: number | null;
  /** The beginning of the answer, or why there was none. */
  readonly response: string | null;
};

/** A delivery that is still to be tried. */
export type DeliveryJob = { readonly eventId: string; readonly dueAt: number; readonly redeliver: boolean };

export type WebhookState = {
  readonly ids: SeededIds;
  readonly endpoints: Map<string, WebhookEndpointRecord>;
  readonly events: Map<string, WebhookEventRecord>;
  readonly deliveries: WebhookDeliveryRecord[];
  readonly attempts: Map<string, number>;
  readonly jobs: Set<DeliveryJob>;
};

export function createWebhookState(ids: SeededIds): WebhookState {
  return { ids, endpoints: new Map(), events: new Map(), deliveries: [], attempts: new Map(), jobs: new Set() };
}
