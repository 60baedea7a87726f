// Payloads in the shapes of Polar's document of 2026-10, for tests; what other versions leave out or add changes nothing.

import { readInput } from "./read-input.ts";

export const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;
export const [organizationId, customerId, memberId, seatId, poolId, holderId] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
export const created = "2026-09-01T08:00:00.123456Z";
export const modified = "2026-09-02T08:00:00Z";
export const sent = "2026-09-03T08:00:00Z";

export const customer = {
  id: customerId,
  created_at: created,
  modified_at: modified,
  metadata: {},
  external_id: null,
  email: "ada@acme.example",
  email_verified: true,
  type: "individual",
  name: "Ada",
  billing_name: null,
  billing_address: null,
  tax_id: null,
  organization_id: organizationId,
  deleted_at: null,
  avatar_url: null,
};

export const member = {
  id: memberId,
  created_at: created,
  modified_at: null,
  customer_id: customerId,
  email: "bob@acme.example",
  name: "Bob",
  external_id: null,
  role: "member",
};

export const seat = {
  created_at: created,
  modified_at: null,
  id: seatId,
  subscription_id: poolId,
  order_id: null,
  status: "pending",
  customer_id: customerId,
  member_id: memberId,
  member,
  email: "bob@acme.example",
  customer_email: "bob@acme.example",
  invitation_token_expires_at: modified,
  claimed_at: null,
  revoked_at: null,
  seat_metadata: null,
};

const product = { id: id(7), name: "Maps", organization_id: organizationId };

export const subscription = {
  id: poolId,
  created_at: created,
  modified_at: modified,
  status: "active",
  seats: 5,
  started_at: created,
  ends_at: null,
  ended_at: null,
  paused_at: null,
  checkout_id: null,
  customer_id: customerId,
  product_id: product.id,
  metadata: {},
  customer,
  product,
  pending_update: null,
};

export const order = {
  id: poolId,
  created_at: created,
  modified_at: null,
  status: "paid",
  paid: true,
  seats: 3,
  customer_id: customerId,
  subscription_id: null,
  checkout_id: null,
  customer,
  product,
  items: [],
};

export const organization = {
  id: organizationId,
  created_at: created,
  modified_at: modified,
  name: "Acme",
  slug: "acme",
  feature_settings: { seat_based_pricing_enabled: true, member_model_enabled: true },
};

/** What is read of a webhook of this type, sent at `sent`. */
export function webhook(type: string, data: unknown, more: object = {}) {
  return readInput("webhook", JSON.stringify({ type, timestamp: sent, data, ...more }));
}
