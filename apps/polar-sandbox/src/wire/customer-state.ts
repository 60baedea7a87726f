// A customer with its active subscriptions, in Polar's JSON. The sandbox grants no benefits and meters nothing.

import { amountFor, productOf } from "../products.ts";
import type { CustomerRecord, SubscriptionRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { customerToWire } from "./people.ts";
import { bareSubscriptionToWire } from "./subscription.ts";

export function customerStateToWire(state: SandboxState, customer: CustomerRecord) {
  const active = [...state.subscriptions.values()].filter(
    ({ customerId, status }) => customerId === customer.id && (status === "active" || status === "trialing"),
  );
  return {
    ...customerToWire(customer),
    active_subscriptions: active.map((subscription) => stateSubscriptionToWire(state, subscription)),
    granted_benefits: [],
    active_meters: [],
  };
}

function stateSubscriptionToWire(state: SandboxState, subscription: SubscriptionRecord) {
  const whole = bareSubscriptionToWire(state, subscription);
  const product = productOf(state, subscription.productId);
  return {
    id: whole.id,
    created_at: whole.created_at,
    modified_at: whole.modified_at,
    custom_field_data: {},
    metadata: whole.metadata,
    status: whole.status,
    amount: amountFor(product, subscription.seats),
    currency: whole.currency,
    recurring_interval: whole.recurring_interval,
    current_period_start: whole.current_period_start,
    current_period_end: whole.current_period_end,
    trial_start: whole.trial_start,
    trial_end: whole.trial_end,
    cancel_at_period_end: whole.cancel_at_period_end,
    canceled_at: whole.canceled_at,
    started_at: whole.started_at,
    ends_at: whole.ends_at,
    product_id: whole.product_id,
    discount_id: null,
    seats: subscription.seats,
    units: null,
    meters: [],
  };
}
