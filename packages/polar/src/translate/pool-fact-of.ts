// A pool of the ledger as the fact that would show it, for what is learned of it without its subscription or order.

import type { Pool } from "seat-ledger";
import type { PoolFact } from "./facts.ts";

export function poolFactOf(pool: Pool): PoolFact {
  const { subscriptionId, orderId, organizationId, customerId, product, seats, status, checkoutId, openedAt } = pool;
  return {
    type: "pool",
    ...{ subscriptionId, orderId, organizationId, customerId, product, seats, status, checkoutId, openedAt },
    closedAt: null,
  };
}
