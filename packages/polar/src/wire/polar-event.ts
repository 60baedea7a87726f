// An entry of Polar's own events, of which only the change of a subscription's seats is read.

import { z } from "zod";
import { count, id, instant, maybe } from "./fields.ts";

export const polarEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  timestamp: instant,
  organization_id: maybe(id),
  /** `user`: the merchant's own, by Polar's ingestion API, perhaps under a name of Polar's. */
  source: maybe(z.string()),
});

export const seatsUpdatedSchema = polarEventSchema.extend({
  metadata: z.object({
    subscription_id: id,
    old_seats: maybe(count),
    new_seats: count,
    proration_behavior: maybe(z.string()),
  }),
});

export type WireSeatsUpdated = z.output<typeof seatsUpdatedSchema>;
