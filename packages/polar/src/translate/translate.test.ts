// What each status of Polar comes to, and which times count.

import { expect, test } from "vitest";
import { orderSchema, type WireOrder } from "../wire/order.ts";
import { subscriptionSchema, type WireSubscription } from "../wire/subscription.ts";
import { shownOrder } from "./order.ts";
import { organizationFact } from "./organization.ts";
import { shownSubscription } from "./subscription.ts";

const customer = {
  id: "00000000-0000-4000-8000-000000000001",
  organization_id: "00000000-0000-4000-8000-000000000002",
  email: null,
  name: null,
  created_at: "2026-09-01T08:00:00Z",
};
const id = "00000000-0000-4000-8000-00000000000A";
const product = { id: "maps", name: "Maps" };
const bought = { id, seats: 3, product, customer, created_at: "2026-09-01T08:00:00.123456Z" };

function subscription(status: WireSubscription["status"], times: object = {}) {
  return shownSubscription(subscriptionSchema.parse({ ...bought, status, ...times }));
}

function order(status: WireOrder["status"]) {
  return shownOrder(orderSchema.parse({ ...bought, status }));
}

test.each(["active", "trialing", "past_due"] as const)("a subscription that is %s is an active pool", (status) => {
  expect(subscription(status)).toMatchObject({ pool: { status: "active" }, onlyIfKnown: false });
});

test.each(["canceled", "unpaid", "paused"] as const)("a subscription that is %s is a closed pool", (status) => {
  expect(subscription(status)).toMatchObject({ pool: { status: "closed" }, onlyIfKnown: false });
});

test.each(["incomplete", "incomplete_expired"] as const)("a subscription that is %s never had seats", (status) => {
  expect(subscription(status)).toMatchObject({ pool: { status: "closed" }, onlyIfKnown: true });
});

test("a subscription opens when it started, else when it was made, and closes when it ended or was paused", () => {
  const [made, started, ended, paused] = ["2026-09-01T08:00:00.123Z", "2026-09-02", "2026-09-03", "2026-09-04"].map(
    (text) => new Date(text),
  );
  expect(subscription("active").pool).toMatchObject({ openedAt: made, closedAt: null });
  const times = { started_at: started?.toISOString(), paused_at: paused?.toISOString() };
  expect(subscription("paused", times).pool).toMatchObject({ openedAt: started, closedAt: paused });
  const past = { ...times, ended_at: ended?.toISOString() };
  expect(subscription("canceled", past).pool).toMatchObject({ openedAt: started, closedAt: ended });
});

test("ids come in lower case", () => {
  expect(subscription("active").ref).toEqual({ subscriptionId: id.toLowerCase(), orderId: null });
  expect(order("paid")?.ref).toEqual({ subscriptionId: null, orderId: id.toLowerCase() });
});

test("an order is unpaid until it is paid, keeps its seats when refunded, and is closed when void", () => {
  expect(order("pending")?.pool.status).toBe("unpaid");
  expect(["paid", "refunded", "partially_refunded"].map((status) => order(status as "paid")?.pool.status)).toEqual([
    "active",
    "active",
    "active",
  ]);
  expect(order("void")).toMatchObject({ pool: { status: "closed" }, onlyIfKnown: true });
  expect(order("draft")).toMatchObject({ pool: { status: "unpaid" }, onlyIfKnown: true });
});

test("only a false switches an organization's seats off: some versions of the API leave the setting out", () => {
  const seatsOf = (seat_based_pricing_enabled: boolean | null) => {
    const feature_settings = { seat_based_pricing_enabled, member_model_enabled: null };
    return organizationFact({ id, name: "Acme", slug: "acme", feature_settings }).seatsEnabled;
  };
  expect([true, null, false].map(seatsOf)).toEqual([true, true, false]);
});
