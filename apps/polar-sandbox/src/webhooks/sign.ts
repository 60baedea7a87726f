// The signature of a webhook: Standard Webhooks over `id.timestamp.body`, with the key as Polar makes it.

import { createHmac } from "node:crypto";
import type { WebhookEndpointRecord } from "./webhook-records.ts";

/** The headers that go with this body; `seconds` is the time of the attempt since 1970. */
export function webhookHeaders(endpoint: WebhookEndpointRecord, id: string, seconds: number, body: string) {
  const signature = createHmac("sha256", keyOf(endpoint)).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "user-agent": "polar.sh webhooks",
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
  };
}

/** Polar's original key is the UTF-8 bytes of the whole secret; libraries that decode it must be given base64 of that. */
function keyOf({ secret, usesStandardWebhookSignature }: WebhookEndpointRecord): Buffer {
  return usesStandardWebhookSignature
    ? Buffer.from(secret.replace(/^whsec_/, ""), "base64")
    : Buffer.from(secret, "utf8");
}
