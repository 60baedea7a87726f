// How often a pass asks Polar, by Polar's own count: for S subscriptions, O orders and P pools at most
// ceil(S/100) + ceil(O/100) + P + 10 times, whatever the delivery log holds.

import { replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { manualClock } from "seat-ledger/testing";
import { expect, test } from "vitest";
import { clientOf, emptyLedger } from "./setting.ts";

/** A Polar with so many pools, and an endpoint, to which every webhook was delivered. */
async function polarWith(sizes: { subscriptions: number; orders: number; withoutSeats: number }) {
  const clock = manualClock("2026-10-05T09:00:00Z");
  const sandbox = createPolarSandbox({ clock: clock.now, deliver: async () => new Response(null, { status: 202 }) });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  const [secret, url] = ["whsec_a-secret-of-32-characters-at-least", "https://app.example/polar"];
  const events = ["subscription.created", "subscription.updated", "customer_seat.assigned", "order.paid"];
  sandbox.webhooks.createEndpoint({ organizationId, url, secret, events });
  const product = (recurring: boolean, seatBased = true) =>
    sandbox.createProduct({ organizationId, name: "Maps", recurring, seatBased }).id;
  const [monthly, once, plain] = [product(true), product(false), product(true, false)];
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" }).id;
  const many = (count: number, make: () => unknown) => {
    for (let made = 0; made < count; made += 1) {
      clock.advance({ minutes: 1 });
      make();
    }
  };
  many(sizes.subscriptions, () => {
    const { id } = sandbox.createSubscription({ productId: monthly, customerId, seats: 2 });
    sandbox.assignSeat({ subscriptionId: id, email: "ada@acme.example" });
  });
  many(sizes.orders, () => sandbox.createOrder({ productId: once, customerId, seats: 2 }));
  many(sizes.withoutSeats, () => sandbox.createSubscription({ productId: plain, customerId, seats: null }));
  await sandbox.webhooks.flush();
  return { sandbox, organizationId, customerId };
}

const pagesOf = (things: number) => Math.ceil(things / 100);

test.each([
  { subscriptions: 0, orders: 0, withoutSeats: 0 },
  { subscriptions: 1, orders: 0, withoutSeats: 0 },
  { subscriptions: 0, orders: 1, withoutSeats: 0 },
  { subscriptions: 99, orders: 1, withoutSeats: 0 },
  { subscriptions: 100, orders: 1, withoutSeats: 0 },
  { subscriptions: 101, orders: 1, withoutSeats: 0 },
  { subscriptions: 1, orders: 99, withoutSeats: 0 },
  { subscriptions: 1, orders: 100, withoutSeats: 0 },
  { subscriptions: 1, orders: 101, withoutSeats: 0 },
  { subscriptions: 1, orders: 0, withoutSeats: 250 },
])("a pass over $subscriptions subscriptions, $orders orders and $withoutSeats without seats", async (sizes) => {
  const { sandbox, organizationId } = await polarWith(sizes);
  const polar = await clientOf(sandbox);
  const ledger = await emptyLedger();
  const pools = sizes.subscriptions + sizes.orders;
  const most = pagesOf(sizes.subscriptions + sizes.withoutSeats) + pagesOf(sizes.orders) + pools + 10;
  // The first pass reads as much of the delivery log as a pass may, the second goes on with it; the third is of one
  // organization alone.
  for (const only of [{}, {}, { organizationId }]) {
    const before = sandbox.requests();
    const report = await replayPolar({ ledger, polar, share: 1, requestsPerMinute: 100_000, ...only });
    expect(report).toMatchObject({ complete: true, failures: [], pools, requests: sandbox.requests() - before });
    expect(report.requests).toBeLessThanOrEqual(most);
  }
});
