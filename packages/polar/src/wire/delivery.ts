// An entry of the delivery log: one attempt to deliver a webhook, with what it carried.

import { z } from "zod";
import { instant, maybe } from "./fields.ts";

export const deliverySchema = z.object({
  created_at: instant,
  webhook_event: z.object({
    /** The id that the webhook itself bears, the same in each attempt. */
    id: z.string(),
    api_version: maybe(z.string()),
    /** Polar drops it after 90 days. */
    payload: maybe(z.string()),
  }),
});

export const endpointSchema = z.object({ id: z.string() });
