// A subscription as the portal shows it: Polar's CustomerSubscription.

import { z } from "zod";
import { count, id, instant } from "./answers.ts";
import { documented } from "./documented.ts";
import { productPrice } from "./product-price.ts";

const interval = z.enum(["day", "week", "month", "year"]);

const subscriptionStatus = z.enum([
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
]);

/** Without what is the merchant's alone. */
const benefit = documented(
  z.object({
    id,
    created_at: instant,
    modified_at: instant.nullable(),
    type: documented(z.string(), { examples: ["license_keys"] }),
    description: z.string(),
    selectable: z.boolean(),
    deletable: z.boolean(),
    is_deleted: z.boolean(),
    organization_id: id,
  }),
  { id: "BenefitPublic" },
);

const media = documented(
  z.object({
    id,
    organization_id: id,
    name: z.string(),
    path: z.string(),
    mime_type: z.string(),
    size: count,
    storage_version: z.string().nullable(),
    checksum_etag: z.string().nullable(),
    checksum_sha256_base64: z.string().nullable(),
    checksum_sha256_hex: z.string().nullable(),
    last_modified_at: instant.nullable(),
    version: z.string().nullable(),
    service: z.literal("product_media"),
    is_uploaded: z.boolean(),
    created_at: instant,
    size_readable: z.string(),
    public_url: z.string(),
  }),
  { id: "ProductMediaFileRead" },
);

const meter = documented(
  z.object({
    created_at: instant,
    modified_at: instant.nullable(),
    id,
    consumed_units: z.number(),
    credited_units: count,
    amount: count,
    meter_id: id,
    meter: z.object({ created_at: instant, modified_at: instant.nullable(), id, name: z.string() }),
  }),
  { id: "CustomerSubscriptionMeter" },
);

const pendingUpdate = documented(
  z.object({
    created_at: instant,
    modified_at: instant.nullable(),
    id,
    applies_at: instant,
    product_id: id.nullable(),
    seats: count.nullable(),
  }),
  { id: "PendingSubscriptionUpdate" },
);

export const customerOrganization = documented(
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

export const subscriptionProduct = documented(
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
    prices: z.array(productPrice),
    benefits: z.array(benefit),
    medias: z.array(media),
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
    currency: documented(z.string(), { description: "xxx where no price is known" }),
    recurring_interval: interval,
    recurring_interval_count: count,
    status: subscriptionStatus,
    current_period_start: instant,
    current_period_end: documented(instant, { description: "The end of time where no period is known" }),
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
    prices: z.array(productPrice),
    meters: z.array(meter),
    pending_update: pendingUpdate.nullable(),
  }),
  { id: "CustomerSubscription", description: "A subscription with a claimed seat of whoever asks." },
);
