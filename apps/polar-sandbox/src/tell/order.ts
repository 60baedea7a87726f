// What Polar tells of an order: webhooks, and an event once it is paid or refunded. The refund itself is left out.

import { noteEvent } from "../events/note-event.ts";
import { amountFor, productOf } from "../products.ts";
import type { OrderRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { announce } from "../webhooks/announce.ts";
import { orderToWire } from "../wire/order.ts";

export function tellOrderCreated(state: SandboxState, order: OrderRecord): void {
  tell(state, order, "created");
  if (order.status === "paid") tellOrderPaid(state, order);
}

export function tellOrderPaid(state: SandboxState, order: OrderRecord): void {
  tell(state, order, "updated");
  tell(state, order, "paid");
  const amount = amountFor(productOf(state, order.productId), order.seats);
  const recurring = order.subscriptionId !== null;
  noteEvent(state, order, "order.paid", {
    order_id: order.id,
    product_id: order.productId,
    billing_type: recurring ? "recurring" : "one_time",
    amount,
    currency: "usd",
    net_amount: amount,
    tax_amount: 0,
    applied_balance_amount: 0,
    discount_amount: 0,
    platform_fee: 0,
    ...(recurring
      ? { subscription_id: order.subscriptionId, recurring_interval: "month", recurring_interval_count: 1 }
      : {}),
  });
}

export function tellOrderRefunded(state: SandboxState, order: OrderRecord): void {
  tell(state, order, "updated");
  const refunded = amountFor(productOf(state, order.productId), order.seats);
  noteEvent(state, order, "order.refunded", { order_id: order.id, refunded_amount: refunded, currency: "usd" });
  tell(state, order, "refunded");
}

function tell(state: SandboxState, order: OrderRecord, change: string): void {
  announce(state, order.organizationId, `order.${change}`, orderToWire(state, order));
}
