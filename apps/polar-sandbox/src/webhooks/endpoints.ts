// Webhook endpoints: made, changed, given a new secret, removed. It must not deliver anything.

import { resourceNotFound } from "../errors.ts";
import { organizationOf } from "../organizations.ts";
import { required, type SandboxState, type Viewer } from "../state.ts";
import type { WebhookEndpointRecord } from "./webhook-records.ts";

/** An endpoint to be made. */
export type NewWebhookEndpoint = {
  readonly organizationId: string;
  /** Any URL: Polar itself refuses what isn't `https` or is not public. */
  readonly url: string;
  /** Drawn from the seed unless said, as `whsec_...`. */
  readonly secret?: string | undefined;
  /** The kinds of events that it asks for. Every kind unless said, those that Polar doesn't know too. */
  readonly events?: readonly string[] | null | undefined;
  readonly name?: string | null | undefined;
  /** The version that payloads name. `2026-10` unless said. */
  readonly apiVersion?: string | undefined;
  /**
   * Whether the key is what the secret's base64 stands for. False unless said: Polar takes the UTF-8 bytes of the whole
   * secret, prefix and all.
   */
  readonly usesStandardWebhookSignature?: boolean | undefined;
};

/** What may be changed of an endpoint. What is left out stays. */
export type WebhookEndpointChange = Partial<
  Pick<WebhookEndpointRecord, "url" | "name" | "secret" | "events" | "enabled" | "apiVersion">
>;

export function createEndpoint(state: SandboxState, input: NewWebhookEndpoint): WebhookEndpointRecord {
  const { id: organizationId } = organizationOf(state, input.organizationId);
  const endpoint: WebhookEndpointRecord = {
    id: state.webhooks.ids.uuid(),
    createdAt: state.now(),
    modifiedAt: null,
    organizationId,
    url: input.url,
    name: input.name ?? null,
    secret: input.secret ?? newSecret(state),
    events: input.events ?? null,
    enabled: true,
    apiVersion: input.apiVersion ?? "2026-10",
    usesStandardWebhookSignature: input.usesStandardWebhookSignature ?? false,
    deletedAt: null,
  };
  state.webhooks.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}

export const newSecret = (state: SandboxState): string => `whsec_${state.webhooks.ids.token()}`;

export function endpointOf(state: SandboxState, id: string, viewer: Viewer): WebhookEndpointRecord {
  const endpoint = required(state.webhooks.endpoints, id, () => resourceNotFound());
  if (endpoint.deletedAt !== null || !viewer(endpoint.organizationId)) throw resourceNotFound();
  return endpoint;
}

/** Changes an endpoint. Switching one on again sends nothing of what it missed. */
export function updateEndpoint(
  state: SandboxState,
  endpoint: WebhookEndpointRecord,
  change: WebhookEndpointChange,
): WebhookEndpointRecord {
  const changed: WebhookEndpointRecord = { ...endpoint, ...change, modifiedAt: state.now() };
  state.webhooks.endpoints.set(changed.id, changed);
  return changed;
}

/** Removes an endpoint. Nothing more is sent to it; its delivery log stays. */
export function deleteEndpoint(state: SandboxState, endpoint: WebhookEndpointRecord): void {
  const at = state.now();
  state.webhooks.endpoints.set(endpoint.id, { ...endpoint, enabled: false, modifiedAt: at, deletedAt: at });
}
