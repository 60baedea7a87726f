// What each webhook of Polar says, by its type.

import { expect, test } from "vitest";
import {
  created,
  customer,
  customerId,
  holderId,
  id,
  member,
  memberId,
  modified,
  order,
  organization,
  organizationId,
  poolId,
  seat,
  seatId,
  sent,
  subscription,
  webhook,
} from "./payloads.sample.ts";

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
