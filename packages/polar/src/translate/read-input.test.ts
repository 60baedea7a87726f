// What each input of Polar says. The payloads have the shapes of Polar's document of 2026-10; what other versions leave out
// or add changes nothing.

import { expect, test } from "vitest";
import { readInput } from "./read-input.ts";

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;
const [organizationId, customerId, memberId, seatId, poolId, holderId] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const created = "2026-09-01T08:00:00.123456Z";
const modified = "2026-09-02T08:00:00Z";
const sent = "2026-09-03T08:00:00Z";

const customer = {
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

const member = {
  id: memberId,
  created_at: created,
  modified_at: null,
  customer_id: customerId,
  email: "bob@acme.example",
  name: "Bob",
  external_id: null,
  role: "member",
};

const seat = {
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

const subscription = {
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

const order = {
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

const organization = {
  id: organizationId,
  created_at: created,
  modified_at: modified,
  name: "Acme",
  slug: "acme",
  feature_settings: { seat_based_pricing_enabled: true, member_model_enabled: true },
};

function webhook(type: string, data: unknown, more: object = {}) {
  return readInput("webhook", JSON.stringify({ type, timestamp: sent, data, ...more }));
}

test.each(["assigned", "claimed", "revoked"])(
  "customer_seat.%s says what the row shows, at the webhook's time",
  (step) => {
    expect(webhook(`customer_seat.${step}`, seat, { api_version: "2027-01" })).toEqual({
      type: `customer_seat.${step}`,
      subject: `seats/${seatId}`,
      organizationId: null,
      apiVersion: "2027-01",
      sourceAt: new Date(sent),
      people: [memberId],
      says: {
        kind: "seat",
        ref: { subscriptionId: poolId, orderId: null },
        fact: {
          type: "seat",
          subscriptionId: poolId,
          orderId: null,
          shownAt: new Date(sent),
          seat: expect.objectContaining({
            id: seatId,
            status: "pending",
            memberId,
            customerId,
            email: "bob@acme.example",
          }),
        },
      },
    });
  },
);

test("a seat that a customer holds names that customer, one of the member model names the member alone", () => {
  const held = { ...seat, customer_id: holderId, member: null, member_id: null };
  expect(webhook("customer_seat.claimed", held).people).toEqual([holderId]);
  const both = { ...seat, customer_id: holderId };
  expect(webhook("customer_seat.claimed", both).people).toEqual([memberId, holderId]);
  const revoked = { ...seat, status: "revoked", customer_id: null, member: null, member_id: null, email: null };
  expect(webhook("customer_seat.revoked", revoked).people).toEqual([]);
});

test("a seat of no pool, or of two, is unread", () => {
  const problem = "Polar's seat is not of exactly one subscription or order.";
  const none = webhook("customer_seat.claimed", { ...seat, subscription_id: null });
  const two = webhook("customer_seat.claimed", { ...seat, order_id: id(9) });
  expect([none.says, two.says]).toEqual([
    { kind: "unread", problem },
    { kind: "unread", problem },
  ]);
});

test.each([
  "created",
  "updated",
  "active",
  "canceled",
  "uncanceled",
  "cycled",
  "past_due",
  "paused",
  "resumed",
  "revoked",
  "migrated",
])("subscription.%s says what the subscription is, at the time of its last change", (step) => {
  expect(webhook(`subscription.${step}`, subscription)).toMatchObject({
    subject: `subscriptions/${poolId}`,
    organizationId,
    sourceAt: new Date(modified),
    people: [customerId],
    says: {
      kind: "pool",
      shown: { pool: { seats: 5, status: "active" }, customer: { id: customerId }, customerAt: new Date(modified) },
    },
  });
});

test("the status that a subscription's webhook shows is the pool's, whatever its type", () => {
  const says = (status: string) => webhook("subscription.updated", { ...subscription, status }).says;
  expect(says("past_due")).toMatchObject({ shown: { pool: { status: "active" } } });
  expect(says("paused")).toMatchObject({ shown: { pool: { status: "closed" } } });
  expect(says("canceled")).toMatchObject({ shown: { pool: { status: "closed" } } });
});

test.each(["created", "updated", "paid", "refunded"])("order.%s says what the order is", (step) => {
  expect(webhook(`order.${step}`, order)).toMatchObject({
    subject: `orders/${poolId}`,
    sourceAt: new Date(created.replace("456Z", "Z")),
    says: { kind: "pool", shown: { pool: { orderId: poolId, seats: 3, status: "active" } } },
  });
});

test.each([
  ["a subscription without seats", "subscription.updated", { ...subscription, seats: null }],
  ["an order without seats", "order.paid", { ...order, seats: null }],
  ["a subscription's invoice", "order.paid", { ...order, subscription_id: id(9) }],
  ["a checkout", "checkout.updated", { id: id(9), customer_id: customerId }],
  ["a granted benefit", "benefit_grant.created", { id: id(9), customer }],
])("%s is not about seats, and names its customer", (_, type, data) => {
  expect(webhook(type, data)).toMatchObject({ subject: null, people: [customerId], says: { kind: "nothing" } });
});

test.each(["created", "updated", "state_changed"])("customer.%s says who the customer is", (step) => {
  expect(webhook(`customer.${step}`, { ...customer, active_subscriptions: [] })).toMatchObject({
    subject: `customers/${customerId}`,
    organizationId,
    sourceAt: new Date(modified),
    people: [customerId],
    says: { kind: "customer", fact: { type: "customer", id: customerId, email: "ada@acme.example" } },
  });
});

test("a deleted customer and a deleted member are removed, at the webhook's time where Polar tells no other", () => {
  const says = { kind: "customer-removed", customerId };
  expect(webhook("customer.deleted", customer)).toMatchObject({
    sourceAt: new Date(sent),
    says: { ...says, at: new Date(sent) },
  });
  const deleted = { ...customer, deleted_at: modified };
  expect(webhook("customer.state_changed", deleted).says).toEqual({ ...says, at: new Date(modified) });
  expect(webhook("member.deleted", member)).toMatchObject({
    subject: `members/${memberId}`,
    sourceAt: new Date(sent),
    says: { kind: "member-removed", memberId, customerId, at: new Date(sent) },
  });
});

test.each(["created", "updated"])("member.%s says who the member is", (step) => {
  expect(webhook(`member.${step}`, { ...member, modified_at: modified })).toMatchObject({
    subject: `members/${memberId}`,
    organizationId: null,
    sourceAt: new Date(modified),
    people: [memberId],
    says: { kind: "member", member: { id: memberId, customerId, role: "member" } },
  });
});

test("organization.updated says what the organization is", () => {
  expect(webhook("organization.updated", organization)).toMatchObject({
    subject: `organizations/${organizationId}`,
    organizationId,
    sourceAt: new Date(modified),
    says: { kind: "organization", fact: { name: "Acme", memberModel: true, seatsEnabled: true } },
  });
});

test("a type that nobody knows is unread, by its name, and still names people", () => {
  const unknown = webhook("license.granted", { customer_id: customerId, owner: { member: { id: memberId } } });
  const problem = "Webhooks of the type license.granted are not known here.";
  expect(unknown).toMatchObject({ people: [customerId, memberId], says: { kind: "unread", problem } });
  expect(webhook("ada@acme.example", {}).says).toMatchObject({ problem: expect.not.stringContaining("ada") });
});

test("what has another shape is unread, by its fields and never their values", () => {
  const says = webhook("customer_seat.claimed", { ...seat, status: "ada@acme.example", id: "bob" }).says;
  expect(says).toMatchObject({ kind: "unread", problem: expect.stringMatching(/status: .*id: |id: .*status: /s) });
  expect(JSON.stringify(says)).not.toMatch(/ada@|bob/);
});

test.each(["", "{", "null", "[]", "7", '"text"', '{"type":"order.paid"}', '{"type":7,"timestamp":"now","data":null}'])(
  "the body %j is unread and no failure",
  (body) => {
    expect(readInput("webhook", body)).toMatchObject({ type: "webhook", says: { kind: "unread" } });
    expect(readInput("polar-event", body)).toMatchObject({ type: "polar-event", says: { kind: "unread" } });
  },
);

test("a change of a subscription's seats says how many were bought when", () => {
  const event = {
    id: id(8),
    timestamp: sent,
    organization_id: organizationId,
    customer_id: customerId,
    customer,
    name: "subscription.seats_updated",
    source: "system",
    metadata: { subscription_id: poolId, old_seats: 3, new_seats: 5, proration_behavior: "prorate" },
  };
  const ref = { subscriptionId: poolId, orderId: null };
  expect(readInput("polar-event", JSON.stringify(event))).toEqual({
    type: "subscription.seats_updated",
    subject: `subscriptions/${poolId}/quantity`,
    organizationId,
    apiVersion: null,
    sourceAt: new Date(sent),
    people: [customerId],
    says: { kind: "quantity", ref, fact: { type: "quantity", ...ref, seats: 5, previous: 3, at: new Date(sent) } },
  });
  expect(readInput("polar-event", JSON.stringify({ ...event, name: "balance.order" })).says).toEqual({
    kind: "nothing",
  });
  const scheduled = { ...event, metadata: { ...event.metadata, proration_behavior: "next_period" } };
  expect(readInput("polar-event", JSON.stringify(scheduled)).says, "only asked for").toEqual({ kind: "nothing" });
  const ofMerchant = { ...event, source: "user" };
  expect(readInput("polar-event", JSON.stringify(ofMerchant)).says, "not Polar's word").toEqual({ kind: "nothing" });
  const malformed = { ...event, metadata: { subscription_id: poolId, new_seats: -1 } };
  expect(readInput("polar-event", JSON.stringify(malformed)).says).toMatchObject({ kind: "unread" });
});

test("an item of a list says the same as its webhook", () => {
  for (const [kind, type, data] of [
    ["subscription", "subscription.updated", subscription],
    ["order", "order.paid", order],
    ["organization", "organization.updated", organization],
  ] as const) {
    expect(readInput(kind, JSON.stringify(data))).toEqual({ ...webhook(type, data), type: kind });
  }
  expect(readInput("subscription", "{}")).toMatchObject({ type: "subscription", says: { kind: "nothing" } });
});
