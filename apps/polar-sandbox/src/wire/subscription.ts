// A subscription in Polar's JSON: once whole, and once as an order shows it.

import { currentPeriod, monthsAfter } from "../current-period.ts";
import { customerOf } from "../find-customer.ts";
import { amountFor, productOf } from "../products.ts";
import type { SubscriptionRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { instant, instantOrNull, timestamps } from "./instants.ts";
import { customerToWire } from "./people.ts";
import { priceToWire, productToWire } from "./product.ts";

export function subscriptionToWire(state: SandboxState, subscription: SubscriptionRecord) {
  const product = productOf(state, subscription.productId);
  return {
    ...bareSubscriptionToWire(state, subscription),
    custom_field_data: {},
    customer: customerToWire(customerOf(state, subscription.customerId)),
    product: productToWire(product),
    discount: null,
    prices: [priceToWire(product)],
    meters: [],
    pending_update: pendingUpdateToWire(subscription),
  };
}

export function bareSubscriptionToWire(state: SandboxState, subscription: SubscriptionRecord) {
  const { startedAt, status } = subscription;
  const period = currentPeriod(subscription);
  const trialing = status === "trialing";
  return {
    ...timestamps(subscription),
    id: subscription.id,
    amount: amountFor(productOf(state, subscription.productId), subscription.seats),
    currency: "usd",
    recurring_interval: "month",
    recurring_interval_count: 1,
    status,
    current_period_start: instant(period.start),
    current_period_end: instant(period.end),
    current_meter_period_start: null,
    current_meter_period_end: null,
    trial_start: trialing ? instant(startedAt) : null,
    trial_end: trialing ? instant(monthsAfter(startedAt, 1)) : null,
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
    canceled_at: instantOrNull(subscription.canceledAt),
    started_at: instant(startedAt),
    ends_at: instantOrNull(subscription.endsAt),
    ended_at: instantOrNull(subscription.endedAt),
    past_due_at: instantOrNull(subscription.pastDueAt),
    pause_at_period_end: false,
    paused_at: instantOrNull(subscription.pausedAt),
    resumes_at: null,
    customer_id: subscription.customerId,
    product_id: subscription.productId,
    discount_id: null,
    checkout_id: null,
    seats: subscription.seats,
    customer_cancellation_reason: null,
    customer_cancellation_comment: null,
    metadata: {},
  };
}

function pendingUpdateToWire(subscription: SubscriptionRecord) {
  const pending = subscription.pendingUpdate;
  if (pending === null) return null;
  return {
    ...timestamps({ createdAt: pending.createdAt, modifiedAt: null }),
    id: pending.id,
    applies_at: instant(currentPeriod(subscription).end),
    product_id: null,
    seats: pending.seats,
  };
}
