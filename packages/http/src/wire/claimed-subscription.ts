// A subscription as the portal shows it: Polar's CustomerSubscription, of which the ledger knows the seats, the product's name
// and who is who. The rest is neutral: no prices, an amount of 0, a period without an end.

import type { Organization, Pool } from "seat-ledger";
import { z } from "zod";
import { count, id, instant } from "./answers.ts";
import { documented } from "./documented.ts";

const interval = z.enum(["day", "week", "month", "year"]);
const nothing = z.array(z.object({}));

const customerOrganization = documented(
  z.object({
    created_at: instant,
    modified_at: instant.nullable(),
    id,
    name: z.string(),
    slug: z.string(),
    avatar_url: z.string().nullable(),
    proration_behavior: z.enum(["invoice", "prorate", "next_period", "reset"]),
    allow_customer_updates: z.boolean(),
    customer_portal_settings: z.object({
      usage: z.object({ show: z.boolean() }),
      subscription: z.object({ update_seats: z.boolean(), update_plan: z.boolean() }),
    }),
    organization_features: z.object({ member_model_enabled: z.boolean() }),
  }),
  { id: "CustomerOrganization" },
);

const subscriptionProduct = documented(
  z.object({
    id,
    created_at: instant,
    modified_at: instant.nullable(),
    trial_interval: interval.nullable(),
    trial_interval_count: count.nullable(),
    name: z.string(),
    description: z.string().nullable(),
    visibility: z.enum(["draft", "private", "public"]),
    recurring_interval: interval.nullable(),
    recurring_interval_count: count.nullable(),
    meter_interval: interval.nullable(),
    meter_interval_count: count.nullable(),
    is_recurring: z.boolean(),
    is_archived: z.boolean(),
    organization_id: id,
    prices: nothing,
    benefits: nothing,
    medias: nothing,
    organization: customerOrganization,
  }),
  { id: "CustomerSubscriptionProduct" },
);

export const claimedSubscription = documented(
  z.object({
    created_at: instant,
    modified_at: instant.nullable(),
    id,
    amount: count,
    currency: documented(z.string(), { description: "xxx: the ledger knows no prices" }),
    recurring_interval: interval,
    recurring_interval_count: count,
    status: z.enum(["active", "canceled"]),
    current_period_start: instant,
    current_period_end: documented(instant, { description: "The end of time: the ledger knows no periods" }),
    current_meter_period_start: instant.nullable(),
    current_meter_period_end: instant.nullable(),
    trial_start: instant.nullable(),
    trial_end: instant.nullable(),
    cancel_at_period_end: z.boolean(),
    canceled_at: instant.nullable(),
    started_at: instant.nullable(),
    ends_at: instant.nullable(),
    ended_at: instant.nullable(),
    past_due_at: instant.nullable(),
    pause_at_period_end: z.boolean(),
    paused_at: instant.nullable(),
    resumes_at: instant.nullable(),
    customer_id: documented(id, { description: "Who pays" }),
    product_id: id,
    discount_id: id.nullable(),
    checkout_id: id.nullable(),
    seats: documented(count, { description: "Bought" }),
    units: documented(count.nullable(), {
      description: "Of subscriptions that are sold by the unit, which has no seats",
    }),
    customer_cancellation_reason: z.string().nullable(),
    customer_cancellation_comment: z.string().nullable(),
    product: subscriptionProduct,
    prices: nothing,
    meters: nothing,
    pending_update: z.object({}).nullable(),
  }),
  { id: "CustomerSubscription", description: "A subscription with a claimed seat of whoever asks." },
);

/** Later than any client's clock, and still an instant to all of them. */
const endOfTime = "9999-12-31T23:59:59.000Z";

type SubscriptionPool = Pool & { readonly subscriptionId: string };

export function isSubscription(pool: Pool): pool is SubscriptionPool {
  return pool.subscriptionId !== null;
}

export function claimedSubscriptionToWire(
  pool: SubscriptionPool,
  organization: Organization,
): z.output<typeof claimedSubscription> {
  return {
    ...unknownOfSubscription,
    created_at: pool.openedAt.toISOString(),
    id: pool.subscriptionId,
    status: pool.status === "active" ? "active" : "canceled",
    current_period_start: pool.openedAt.toISOString(),
    current_period_end: endOfTime,
    started_at: pool.openedAt.toISOString(),
    customer_id: pool.customerId,
    product_id: pool.product.id,
    checkout_id: pool.checkoutId,
    seats: pool.seats,
    product: {
      ...unknownOfProduct,
      id: pool.product.id,
      created_at: pool.openedAt.toISOString(),
      name: pool.product.name,
      organization_id: organization.id,
      organization: organizationToWire(organization),
    },
  };
}

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
