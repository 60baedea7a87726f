// GET /v1/customer-seats: every seat of a pool, revoked ones included.

import type { Context } from "hono";
import { z } from "zod";
import type { MerchantEnv } from "../authorize.ts";
import { queryOf, uuid4 } from "../wire/fields.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { seatToWire } from "../wire/seat.ts";

const query = z.object({ subscription_id: uuid4.optional(), order_id: uuid4.optional() });

const neither: Refusal = {
  status: 400,
  error: "BadRequest",
  detail: "Either subscription_id or order_id must be provided",
};

export async function listSeats(context: Context<MerchantEnv>): Promise<Response> {
  const { subscription_id: subscriptionId, order_id: orderId } = queryOf(context.req, query);
  if (subscriptionId === undefined && orderId === undefined) throw new Refused(neither);
  // Of both, Polar takes the subscription.
  const list = await context.var.ledger.listSeats(subscriptionId === undefined ? { orderId } : { subscriptionId });
  return context.json({
    seats: list.seats.map(seatToWire),
    available_seats: list.availableSeats,
    total_seats: list.totalSeats,
  });
}
