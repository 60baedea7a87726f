// Orders: one-time purchases, and the invoices of subscriptions, which look much the same. A refund takes no seat away.

import { badRequest, resourceNotFound, valueRefused } from "./errors.ts";
import { customerOf } from "./find-customer.ts";
import { organizationOf } from "./organizations.ts";
import { productOf } from "./products.ts";
import { putOrder } from "./record/put-pool.ts";
import type { OrderRecord, OrderStatus, ProductRecord } from "./records.ts";
import { required, type SandboxState, stamp } from "./state.ts";
import { becomeTeam, requireSameOrganization, subscriptionOf } from "./subscriptions.ts";
import { tellOrderCreated, tellOrderPaid, tellOrderRefunded } from "./tell/order.ts";

/** An order to be made. */
export type NewOrder = {
  readonly productId: string;
  readonly customerId: string;
  /** Null for a product that is not sold by the seat. */
  readonly seats: number | null;
  /** `paid` unless said. */
  readonly status?: "pending" | "paid" | undefined;
  /** Makes the order an invoice of that subscription. */
  readonly subscriptionId?: string | null | undefined;
};

export function createOrder(state: SandboxState, input: NewOrder): OrderRecord {
  const product = productOf(state, input.productId);
  const customer = customerOf(state, input.customerId);
  requireSameOrganization(product, customer);
  const subscriptionId = input.subscriptionId ?? null;
  checkBillingType(state, product, subscriptionId);
  if (product.seatBased) becomeTeam(state, customer);
  const { slug } = organizationOf(state, product.organizationId);
  const order: OrderRecord = {
    ...stamp(state),
    organizationId: product.organizationId,
    productId: product.id,
    customerId: customer.id,
    subscriptionId,
    itemId: state.ids.uuid(),
    invoiceNumber: `${slug.toUpperCase()}-${String(state.orders.size + 1).padStart(4, "0")}`,
    seats: input.seats,
    status: input.status ?? "paid",
  };
  putOrder(state, order);
  tellOrderCreated(state, order);
  return order;
}

/** Polar tells invoices from one-time purchases by the product, so the product and the subscription must agree. */
function checkBillingType(state: SandboxState, product: ProductRecord, subscriptionId: string | null): void {
  if (product.recurring && subscriptionId === null) {
    throw valueRefused(["body", "product_id"], "A recurring product is ordered by a subscription only.", product.id);
  }
  if (subscriptionId !== null && subscriptionOf(state, subscriptionId).productId !== product.id) {
    throw valueRefused(["body", "product_id"], "The subscription is for another product.", product.id);
  }
}

export function orderOf(state: SandboxState, orderId: string): OrderRecord {
  return required(state.orders, orderId, () => resourceNotFound());
}

export function payOrder(state: SandboxState, orderId: string): OrderRecord {
  const paid = changeStatus(state, orderId, "pending", "paid");
  tellOrderPaid(state, paid);
  return paid;
}

export function refundOrder(state: SandboxState, orderId: string): OrderRecord {
  const refunded = changeStatus(state, orderId, "paid", "refunded");
  tellOrderRefunded(state, refunded);
  return refunded;
}

function changeStatus(state: SandboxState, orderId: string, from: OrderStatus, to: OrderStatus): OrderRecord {
  const order = orderOf(state, orderId);
  if (order.status !== from) throw badRequest(`Order is ${order.status}, not ${from}`);
  const changed: OrderRecord = { ...order, status: to, modifiedAt: state.now() };
  putOrder(state, changed);
  return changed;
}
