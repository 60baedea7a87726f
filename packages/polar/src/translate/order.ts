// A one-time order's facts: its customer, and itself as a pool. A refund takes no seat back, so a refunded order stays
// active.

import type { WireOrder } from "../wire/order.ts";
import { customerFact } from "./customer.ts";
import type { PoolFact, ShownPool } from "./facts.ts";

const statuses: { readonly [Status in WireOrder["status"]]: PoolFact["status"] } = {
  draft: "unpaid",
  pending: "unpaid",
  paid: "active",
  refunded: "active",
  partially_refunded: "active",
  void: "closed",
};

export function shownOrder(order: WireOrder): ShownPool {
  const { customer, product, seats } = order;
  const status = statuses[order.status];
  const ref = { subscriptionId: null, orderId: order.id };
  return {
    ref,
    customer: customerFact(customer),
    customerAt: customer.modified_at ?? customer.created_at,
    pool: {
      type: "pool",
      ...ref,
      organizationId: customer.organization_id,
      customerId: customer.id,
      product: { id: product.id, name: product.name },
      seats,
      status,
      checkoutId: order.checkout_id,
      openedAt: order.created_at,
      closedAt: null,
    },
    onlyIfKnown: order.status === "void" || order.status === "draft",
    isOver: order.status === "void",
  };
}
