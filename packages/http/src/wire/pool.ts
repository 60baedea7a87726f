// A subscription or an order with its seats, on the wire: what the ledger knows of a pool.

import type { Pool, PoolsPage } from "seat-ledger";
import { z } from "zod";
import { count, id, instant, nextCursor } from "./answers.ts";
import { documented } from "./documented.ts";

export const pool = documented(
  z.object({
    id: documented(id, { description: "That of the subscription or the order" }),
    subscription_id: id.nullable(),
    order_id: id.nullable(),
    checkout_id: documented(z.string(), { description: "The checkout from which it came" }).nullable(),
    organization_id: id,
    customer_id: documented(id, { description: "Who pays" }),
    product: z.object({ id: z.string(), name: z.string() }),
    seats: documented(count, { description: "Bought" }),
    pending: documented(count, { description: "Assigned and not claimed yet" }),
    claimed: count,
    available: documented(count, { description: "Free to assign; never below 0" }),
    overused: documented(count, { description: "How many more are taken than were bought" }),
    status: documented(z.enum(["unpaid", "active", "closed"]), {
      description: "Seats are assigned in an active one alone",
    }),
    authority: documented(z.enum(["ledger", "polar"]), {
      description: "Who decides about the seats: this ledger, or Polar, whose subscription or order is mirrored",
    }),
    opened_at: instant,
    version: documented(count, { description: "Grows by one with each event; its ETag" }),
  }),
  { id: "Pool", description: "The seats of a subscription or an order, counted." },
);

export const poolsPage = documented(z.object({ pools: z.array(pool), next: nextCursor }), {
  id: "PoolsPage",
  description: "In the order in which the ledger came to know them.",
});

export function poolToWire(given: Pool): z.output<typeof pool> {
  const { subscriptionId, orderId } = given;
  return {
    // It is one of the two.
    id: subscriptionId ?? orderId ?? "",
    subscription_id: subscriptionId,
    order_id: orderId,
    checkout_id: given.checkoutId,
    organization_id: given.organizationId,
    customer_id: given.customerId,
    product: given.product,
    seats: given.seats,
    pending: given.pending,
    claimed: given.claimed,
    available: given.available,
    overused: given.overused,
    status: given.status,
    authority: given.authority,
    opened_at: given.openedAt.toISOString(),
    version: given.version,
  };
}

export function poolsPageToWire({ pools, next }: PoolsPage): z.output<typeof poolsPage> {
  return { pools: pools.map(poolToWire), next };
}
