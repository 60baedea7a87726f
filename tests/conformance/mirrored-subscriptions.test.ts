// What the portal shows of a subscription that is mirrored from Polar: what Polar delivered of it, where that can be read, and
// nothing of who pays.

import { createSeatApi, type Principal } from "@seat-ledger/http";
import type { SeatLedger } from "seat-ledger";
import { expect, it } from "vitest";
import { claim, smallWorld } from "../replay/setting.ts";
import { ask, type Json } from "./ask.ts";
import { withCheckedAnswers } from "./checked-answers.ts";

const path = "/v1/customer-portal/seats/subscriptions";
const email = "jane@acme.example";

type Observation = Parameters<SeatLedger["inbox"]["keep"]>[0][number];

/** A mirrored subscription in which a member of the buyer has claimed a seat, before the API. */
async function mirrored() {
  const world = await smallWorld();
  const { sandbox, ledger, polar, subscriptionId, organizationId } = world;
  const seat = sandbox.assignSeat({ subscriptionId, email });
  claim(sandbox, seat.id);
  await world.replay();
  const { memberId } = await ledger.getSeat({ seatId: seat.id });
  const principal: Principal = { type: "member", memberId: memberId ?? "", scopes: ["customer_portal:read"] };
  const api = withCheckedAnswers(createSeatApi({ ledger, authenticate: async () => principal }));
  return {
    ...world,
    shown: async (): Promise<Json> => (await ask({ api }, "GET", path)).json.items[0],
    atPolar: async (): Promise<Json> => polar.subscriptions.get(subscriptionId),
    /** As an adapter keeps what Polar says of the subscription, later than all before. */
    async keep(body: unknown, facts: Partial<Observation> = {}): Promise<void> {
      const observedAt = world.pass(1);
      const originId = `${subscriptionId}@${observedAt.toISOString()}`;
      const about = { subject: `subscriptions/${subscriptionId}`, organizationId, type: "subscription", people: [] };
      const times = { sourceAt: observedAt, observedAt, apiVersion: null };
      const kept = { origin: "listing" as const, originId, state: "applied" as const, ...about, ...times };
      await ledger.inbox.keep([{ ...kept, body: JSON.stringify(body), ...facts }]);
    },
  };
}

const neutral = { amount: 0, currency: "xxx", prices: [], current_period_end: "9999-12-31T23:59:59.000Z" };

it("shows what Polar showed in its list: prices, amount, currency, period, status and product", async () => {
  const { shown, atPolar, subscriptionId } = await mirrored();
  const [item, there] = [await shown(), await atPolar()];
  const { amount, prices, product, current_period_start, current_period_end, started_at, created_at } = there;
  expect([amount, prices.length]).toEqual([expect.any(Number), 1]);
  expect(item).toMatchObject({ id: subscriptionId, status: "active", currency: "usd", recurring_interval: "month" });
  expect(item).toMatchObject({ amount, prices, current_period_start, current_period_end, started_at, created_at });
  expect(item.product).toMatchObject({ id: product.id, name: "Maps", prices: product.prices, medias: product.medias });
});

it("shows all that Polar shows of it, but for who pays and for what is the merchant's alone", async () => {
  const { shown, atPolar } = await mirrored();
  const { product, ...there } = await atPolar();
  const { metadata, custom_field_data, customer, discount, ...facts } = there;
  const { metadata: _, attached_custom_fields, ...ofProduct } = product;
  const { organization, ...shownProduct } = (await shown()).product;
  expect({ ...(await shown()), product: shownProduct }).toEqual({ ...facts, units: null, product: ofProduct });
  expect(organization).toMatchObject({ name: "Acme", slug: "acme" });
  expect(JSON.stringify(await shown())).not.toContain(customer.email);
});

it("shows what a webhook said last", async () => {
  const { shown, atPolar, keep, sandbox, subscriptionId } = await mirrored();
  sandbox.cancelSubscription(subscriptionId);
  const data = await atPolar();
  await keep({ type: "subscription.canceled", timestamp: data.modified_at, data }, { origin: "webhook" });
  expect(await shown()).toMatchObject({ cancel_at_period_end: true, ends_at: data.ends_at, amount: data.amount });
});

it("shows what a later pass found", async () => {
  const { shown, sandbox, subscriptionId, replay, pass } = await mirrored();
  pass(1);
  sandbox.cancelSubscription(subscriptionId);
  await replay();
  expect((await shown()).cancel_at_period_end).toBe(true);
});

it("keeps to itself why the payer canceled, and in which words", async () => {
  const { shown, atPolar, keep } = await mirrored();
  await keep({
    ...(await atPolar()),
    customer_cancellation_reason: "too_expensive",
    customer_cancellation_comment: "My boss told me to",
  });
  expect(await shown()).toMatchObject({ customer_cancellation_reason: null, customer_cancellation_comment: null });
});

it.each<[what: string, body: (there: Json) => unknown]>([
  ["an amount that is none", (there) => ({ ...there, amount: "12 dollars" })],
  ["a time that is none", (there) => ({ ...there, current_period_end: "soon" })],
  ["a price without its tiers", (there) => ({ ...there, prices: [{ ...there.prices[0], seat_tiers: undefined }] })],
  ["another subscription", (there) => ({ ...there, id: "00000000-0000-4000-8000-000000000000" })],
  ["nothing", () => null],
])("shows nothing of a payload with %s", async (_, body) => {
  const { shown, atPolar, keep } = await mirrored();
  await keep(body(await atPolar()));
  expect(await shown()).toMatchObject({
    ...neutral,
    status: "active",
    seats: 3,
    product: { name: "Maps", prices: [] },
  });
});

it("shows nothing of a payload that is no JSON", async () => {
  const { shown, keep } = await mirrored();
  await keep(null, { body: "{" });
  expect(await shown()).toMatchObject(neutral);
});

it("shows nothing of a payload that was erased with the payer", async () => {
  const { shown, ledger, customerId } = await mirrored();
  await ledger.forgetPerson({ personId: customerId });
  expect(await shown()).toMatchObject(neutral);
});

it("shows nothing that was kept for another organization", async () => {
  const { shown, atPolar, keep, ledger } = await mirrored();
  const { id: organizationId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const there = await atPolar();
  await keep({ ...there, amount: 1 }, { organizationId });
  expect((await shown()).amount).toBe(there.amount);
});

it("shows as canceled what Polar has left off showing as it runs", async () => {
  const { shown, ledger, pool, pass } = await mirrored();
  const { organizationId, customerId, product, seats, openedAt } = await ledger.getPool(pool);
  const facts = { ...pool, organizationId, customerId, product, seats, openedAt };
  const source = { origin: "listing", originId: "absence", observedAt: pass(1) } as const;
  await ledger.record([{ type: "pool", ...facts, status: "closed" }], source);
  expect(await shown()).toMatchObject({ status: "canceled", currency: "usd" });
});
