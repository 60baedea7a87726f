// The query of both lists of seats.

import { z } from "zod";
import { documented } from "./documented.ts";
import { uuid4 } from "./fields.ts";
import { type Refusal, Refused } from "./refusal.ts";

export const seatsQuery = z.object({
  subscription_id: documented(uuid4, { description: "The subscription whose seats to list" }).optional(),
  order_id: documented(uuid4, { description: "The order whose seats to list" }).optional(),
});

const neither: Refusal = {
  status: 400,
  error: "BadRequest",
  detail: "Either subscription_id or order_id must be provided",
};

/** Of both, Polar takes the subscription. */
export function sourceOf({ subscription_id: subscriptionId, order_id: orderId }: z.output<typeof seatsQuery>) {
  if (subscriptionId !== undefined) return { subscriptionId };
  if (orderId !== undefined) return { orderId };
  throw new Refused(neither);
}
