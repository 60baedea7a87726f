// A one-time order with seats as Polar shows it.

import { z } from "zod";
import { customerSchema } from "./customer.ts";
import { count, id, instant, maybe } from "./fields.ts";

export const orderSchema = z.object({
  id,
  status: z.enum(["draft", "pending", "paid", "refunded", "partially_refunded", "void"]),
  seats: count,
  checkout_id: maybe(z.string()),
  created_at: instant,
  modified_at: maybe(instant),
  product: z.object({ id: z.string(), name: z.string() }),
  customer: customerSchema,
});

export type WireOrder = z.output<typeof orderSchema>;
