// A subscription as the ledger knows it: its seats, its product's name, who is who, and the rest neutral: no prices, an amount
// of 0, a period without an end. Of a mirrored one, what Polar delivered stands in the place of the rest.

import type { Organization, Pool } from "seat-ledger";
import type { z } from "zod";
import type { claimedSubscription, customerOrganization, subscriptionProduct } from "./claimed-subscription.ts";
import type { ShownSubscription } from "./shown-subscription.ts";

/** Later than any client's clock, and still an instant to all of them. */
const endOfTime = "9999-12-31T23:59:59.000Z";

type SubscriptionPool = Pool & { readonly subscriptionId: string };

export function isSubscription(pool: Pool): pool is SubscriptionPool {
  return pool.subscriptionId !== null;
}

/** `shown` is what Polar delivered of it; null where it delivered nothing, or nothing that can be read. */
export function claimedSubscriptionToWire(
  pool: SubscriptionPool,
  organization: Organization,
  shown: ShownSubscription | null,
): z.output<typeof claimedSubscription> {
  const { product, ...facts } = shown ?? { product: {} };
  return {
    ...unknownOfSubscription,
    created_at: pool.openedAt.toISOString(),
    current_period_start: pool.openedAt.toISOString(),
    current_period_end: endOfTime,
    started_at: pool.openedAt.toISOString(),
    product_id: pool.product.id,
    checkout_id: pool.checkoutId,
    ...facts,
    id: pool.subscriptionId,
    status: statusOf(pool, shown),
    customer_id: pool.customerId,
    seats: pool.seats,
    product: {
      ...unknownOfProduct,
      id: pool.product.id,
      created_at: pool.openedAt.toISOString(),
      name: pool.product.name,
      ...product,
      organization_id: organization.id,
      organization: organizationToWire(organization),
    },
  };
}

/** Polar may have left off showing a subscription, and then the ledger knows better that it is over. */
function statusOf({ status }: Pool, shown: ShownSubscription | null): z.output<typeof claimedSubscription>["status"] {
  if (shown === null) return status === "active" ? "active" : "canceled";
  return status !== "active" && running.has(shown.status) ? "canceled" : shown.status;
}

const running: ReadonlySet<string> = new Set(["trialing", "active", "past_due"]);

function organizationToWire(organization: Organization): z.output<typeof customerOrganization> {
  return {
    created_at: organization.createdAt.toISOString(),
    modified_at: null,
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    avatar_url: null,
    proration_behavior: "prorate",
    allow_customer_updates: false,
    customer_portal_settings: { usage: { show: false }, subscription: { update_seats: false, update_plan: false } },
    organization_features: { member_model_enabled: organization.memberModel },
  };
}

const unknownOfSubscription = {
  modified_at: null,
  amount: 0,
  currency: "xxx",
  recurring_interval: "month",
  recurring_interval_count: 1,
  current_meter_period_start: null,
  current_meter_period_end: null,
  trial_start: null,
  trial_end: null,
  cancel_at_period_end: false,
  canceled_at: null,
  ends_at: null,
  ended_at: null,
  past_due_at: null,
  pause_at_period_end: false,
  paused_at: null,
  resumes_at: null,
  discount_id: null,
  units: null,
  customer_cancellation_reason: null,
  customer_cancellation_comment: null,
  prices: [],
  meters: [],
  pending_update: null,
} satisfies Partial<z.output<typeof claimedSubscription>>;

const unknownOfProduct = {
  modified_at: null,
  trial_interval: null,
  trial_interval_count: null,
  description: null,
  visibility: "public",
  recurring_interval: "month",
  recurring_interval_count: 1,
  meter_interval: null,
  meter_interval_count: null,
  is_recurring: true,
  is_archived: false,
  prices: [],
  benefits: [],
  medias: [],
} satisfies Partial<z.output<typeof subscriptionProduct>>;
