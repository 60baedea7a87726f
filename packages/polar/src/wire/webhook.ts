// What is around every webhook. Its data is read by its type, and only where it is about seats.

import { z } from "zod";
import { instant, maybe } from "./fields.ts";

export const webhookSchema = z.object({
  type: z.string(),
  /** When Polar made the webhook: the same in each attempt to send it. */
  timestamp: instant,
  api_version: maybe(z.string()),
  data: z.unknown(),
});

export type WireWebhook = z.output<typeof webhookSchema>;
