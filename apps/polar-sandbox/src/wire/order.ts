// An order in Polar's JSON. There are no taxes, discounts or fees in the sandbox.

import { customerOf } from "../find-customer.ts";
import { amountFor, productOf } from "../products.ts";
import type { OrderRecord, ProductRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { timestamps } from "./instants.ts";
import { customerToWire } from "./people.ts";
import { bareProductToWire } from "./product.ts";
import { bareSubscriptionToWire } from "./subscription.ts";

export function orderToWire(state: SandboxState, order: OrderRecord) {
  const product = productOf(state, order.productId);
  const subscription = order.subscriptionId === null ? undefined : state.subscriptions.get(order.subscriptionId);
  return {
    id: order.id,
    ...timestamps(order),
    status: order.status,
    paid: order.status === "paid" || order.status === "refunded",
    ...amountsToWire(order, amountFor(product, order.seats)),
    currency: "usd",
    billing_reason: order.subscriptionId === null ? "purchase" : "subscription_cycle",
    billing_name: null,
    billing_address: null,
    invoice_number: order.invoiceNumber,
    is_invoice_generated: false,
    receipt_number: null,
    seats: order.seats,
    customer_id: order.customerId,
    product_id: order.productId,
    discount_id: null,
    subscription_id: order.subscriptionId,
    checkout_id: null,
    next_payment_attempt_at: null,
    metadata: {},
    custom_field_data: {},
    platform_fee_amount: 0,
    platform_fee_currency: null,
    customer: customerToWire(customerOf(state, order.customerId)),
    product: bareProductToWire(product),
    discount: null,
    subscription: subscription === undefined ? null : bareSubscriptionToWire(state, subscription),
    items: [itemToWire(order, product)],
    description: product.name,
  };
}

function amountsToWire(order: OrderRecord, amount: number) {
  const refunded = order.status === "refunded" ? amount : 0;
  return {
    subtotal_amount: amount,
    discount_amount: 0,
    net_amount: amount,
    tax_amount: 0,
    total_amount: amount,
    applied_balance_amount: 0,
    due_amount: amount,
    refunded_amount: refunded,
    refunded_tax_amount: 0,
    refundable_amount: amount - refunded,
    refundable_tax_amount: 0,
  };
}

function itemToWire(order: OrderRecord, product: ProductRecord) {
  return {
    ...timestamps({ createdAt: order.createdAt, modifiedAt: null }),
    id: order.itemId,
    label: product.name,
    amount: amountFor(product, order.seats),
    tax_amount: 0,
    proration: false,
    product_price_id: product.priceId,
  };
}
