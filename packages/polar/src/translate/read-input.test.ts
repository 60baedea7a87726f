// What each input of Polar says that is no webhook, and which inputs are unread. Webhooks stand in read-webhook.test.ts.

import { expect, test } from "vitest";
import {
  customer,
  customerId,
  id,
  memberId,
  order,
  organization,
  organizationId,
  poolId,
  seat,
  sent,
  subscription,
  webhook,
} from "./payloads.sample.ts";
import { readInput } from "./read-input.ts";

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
