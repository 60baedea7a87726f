// A subscription's facts: its customer, and itself as a pool.

import type { WireSubscription } from "../wire/subscription.ts";
import { customerFact } from "./customer.ts";
import type { ShownPool } from "./facts.ts";

export function shownSubscription(subscription: WireSubscription): ShownPool {
  const { status, customer, product, seats } = subscription;
  const ref = { subscriptionId: subscription.id, orderId: null };
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
      status: isActive(status) ? "active" : "closed",
      checkoutId: subscription.checkout_id,
      openedAt: subscription.started_at ?? subscription.created_at,
      closedAt: subscription.ended_at ?? (status === "paused" ? subscription.paused_at : null),
    },
    onlyIfKnown: status === "incomplete" || status === "incomplete_expired",
    isOver: status === "incomplete_expired",
  };
}

/** The statuses in which Polar lets seats be assigned. */
function isActive(status: WireSubscription["status"]): boolean {
  return status === "active" || status === "trialing" || status === "past_due";
}
