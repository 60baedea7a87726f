// One attempt to hand an event to its endpoint, and what came of it. It decides nothing about further attempts.

import { webhookHeaders } from "./sign.ts";
import type { WebhookEndpointRecord, WebhookEventRecord } from "./webhook-records.ts";

/** How a webhook reaches its endpoint. It must not follow redirects: Polar counts one as a failure. */
export type DeliverWebhook = (request: Request) => Promise<Response>;

export type Attempt = {
  readonly succeeded: boolean;
  readonly httpCode: number | null;
  readonly response: string | null;
};

const longestResponse = 2048;

/** Asks once, and waits for the answer no longer than `timeoutMs`. */
export async function attemptDelivery(
  deliver: DeliverWebhook,
  timeoutMs: number,
  endpoint: WebhookEndpointRecord,
  event: WebhookEventRecord,
  at: Date,
): Promise<Attempt> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = webhookHeaders(endpoint, event.id, Math.floor(at.getTime() / 1000), event.payload);
  const init = { method: "POST", body: event.payload, headers, redirect: "manual", signal } as const;
  try {
    const answer = await Promise.race([answerOf(deliver, new Request(endpoint.url, init)), timedOut(signal)]);
    const response = answer.text.replaceAll("\0", "").slice(0, longestResponse);
    return { succeeded: answer.ok, httpCode: answer.status, response: response === "" ? null : response };
  } catch (error) {
    return { succeeded: false, httpCode: null, response: error instanceof Error ? error.message : String(error) };
  }
}

async function answerOf(deliver: DeliverWebhook, request: Request) {
  const response = await deliver(request);
  return { ok: response.ok, status: response.status, text: await response.text() };
}

function timedOut(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("The endpoint did not answer in time.")), { once: true });
  });
}
