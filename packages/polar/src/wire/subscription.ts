// A subscription with seats as Polar shows it.

import { z } from "zod";
import { customerSchema } from "./customer.ts";
import { count, id, instant, maybe } from "./fields.ts";

export const subscriptionSchema = z.object({
  id,
  status: z.enum([
    "incomplete",
    "incomplete_expired",
    "trialing",
    "active",
    "past_due",
    "canceled",
    "unpaid",
    "paused",
  ]),
  seats: count,
  checkout_id: maybe(z.string()),
  created_at: instant,
  modified_at: maybe(instant),
  started_at: maybe(instant),
  ended_at: maybe(instant),
  paused_at: maybe(instant),
  product: z.object({ id: z.string(), name: z.string() }),
  customer: customerSchema,
});

export type WireSubscription = z.output<typeof subscriptionSchema>;
