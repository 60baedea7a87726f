// What an adapter asks of Polar besides the lists of seats, asked by Polar's own SDK: the delivery log, the events, single
// things again, and webhooks that it verifies.

import { webhooks as verifier } from "@polar-sh/sdk/2026-10";
import { webhookEventTypes } from "@seat-ledger/polar-sandbox";
import { expect, test, vi } from "vitest";
import { liveALittle, stage } from "./stage.ts";

test("the SDK verifies every webhook and knows every type that the sandbox makes", async () => {
  const set = stage();
  await liveALittle(set);
  vi.useFakeTimers({ toFake: ["Date"], now: set.clock.now() });
  try {
    for (const request of set.heard) {
      const headers = Object.fromEntries(request.headers);
      const body = await request.text();
      expect(await verifier.validateEvent(body, headers, set.endpoint.secret)).toEqual(JSON.parse(body));
      await expect(verifier.validateEvent(`${body} `, headers, set.endpoint.secret)).rejects.toThrow("signature");
    }
  } finally {
    vi.useRealTimers();
  }
  expect(set.heard.length).toBeGreaterThan(30);
});

test("the delivery log shows each attempt, newest first, with what it carried, to whoever filters for it", async () => {
  let down = true;
  const set = stage({ deliver: async () => new Response(null, { status: down ? 500 : 204 }) });
  const { sandbox, polar, endpoint, clock, subscriptionId } = set;
  await sandbox.webhooks.flush();
  const quietAt = clock.advance({ minutes: 1 }) ?? clock.now();
  clock.advance({ minutes: 1 });
  const seat = sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  await sandbox.webhooks.flush();
  down = false;
  await sandbox.webhooks.advance(60_000);
  const { items } = await polar.webhooks.listWebhookDeliveries({ event_type: "customer_seat.assigned" });
  expect(items).toMatchObject([
    { succeeded: true, http_code: 204, webhook_event: { succeeded: true, skipped: false, last_http_code: 204 } },
    { succeeded: false, http_code: 500, webhook_event: { type: "customer_seat.assigned", api_version: "2026-10" } },
  ]);
  expect(new Set(items.map(({ webhook_event }) => webhook_event.id)).size).toBe(1);
  const payload = JSON.parse(items[0]?.webhook_event.payload ?? "");
  expect(payload).toMatchObject({ type: "customer_seat.assigned", data: { id: seat.id, email: "ada@acme.example" } });
  const count = async (query: Parameters<typeof polar.webhooks.listWebhookDeliveries>[0]) =>
    (await polar.webhooks.listWebhookDeliveries(query)).pagination.total_count;
  const all = sandbox.webhooks.deliveries();
  expect(await count({})).toBe(all.length);
  expect(await count({ endpoint_id: endpoint.id, succeeded: false })).toBe(all.filter((one) => !one.succeeded).length);
  expect(await count({ http_code_class: "5xx" })).toBe(all.filter(({ httpCode }) => httpCode === 500).length);
  expect(await count({ endpoint_id: "00000000-0000-4000-8000-000000000000" })).toBe(0);
  expect(await count({ query: items[0]?.webhook_event.id ?? null })).toBe(2);
  const before = await count({ end_timestamp: new Date(quietAt).toISOString() });
  const after = await count({ start_timestamp: new Date(quietAt).toISOString() });
  expect([before > 0, after > 0, before + after]).toEqual([true, true, all.length]);
  expect((await polar.webhooks.listWebhookDeliveries({ limit: 1, page: 2 })).items[0]?.id).toBe(all.at(-2)?.id);
});

test("payloads vanish from the delivery log after 90 days, the attempts stay", async () => {
  const { sandbox, polar } = stage();
  await sandbox.webhooks.flush();
  const payloads = async () => {
    const { items } = await polar.webhooks.listWebhookDeliveries({ limit: 100 });
    return new Set(items.map(({ webhook_event }) => [typeof webhook_event.payload, webhook_event.is_archived].join()));
  };
  await sandbox.webhooks.advance(90 * 24 * 3_600_000);
  expect(await payloads()).toEqual(new Set(["string,false"]));
  await sandbox.webhooks.advance(1);
  expect(await payloads()).toEqual(new Set(["object,true"]));
});

test("endpoints are listed, made, changed, given a new secret, removed, and an event is sent again", async () => {
  const { sandbox, polar, endpoint, heard } = stage();
  await sandbox.webhooks.flush();
  const url = "https://merchant.example/second";
  const made = await polar.webhooks.createWebhookEndpoint({ url, format: "raw", events: ["customer_seat.claimed"] });
  expect(made).toMatchObject({ url, enabled: true, api_version: "2026-10", uses_standard_webhook_signature: false });
  const changed = await polar.webhooks.updateWebhookEndpoint(made.id, { enabled: false, name: "second" });
  expect(changed).toMatchObject({ enabled: false, name: "second", url, events: ["customer_seat.claimed"] });
  const renewed = await polar.webhooks.resetWebhookEndpointSecret(made.id);
  expect(renewed.secret).not.toBe(made.secret);
  const { items } = await polar.webhooks.listWebhookEndpoints();
  expect(items.map(({ id, events }) => [id, events.length])).toEqual([
    [made.id, 1],
    [endpoint.id, webhookEventTypes.length],
  ]);
  await polar.webhooks.deleteWebhookEndpoint(made.id);
  await expect(polar.webhooks.getWebhookEndpoint(made.id)).rejects.toThrow("404");
  heard.splice(0);
  const [event] = sandbox.webhooks.events();
  await polar.webhooks.redeliverWebhookEvent(event?.id ?? "");
  await sandbox.webhooks.flush();
  expect(heard.map(({ headers }) => headers.get("webhook-id"))).toEqual([event?.id]);
});

test("the events tell what was bought when: a scheduled change at its asking, and nothing when it takes effect", async () => {
  const { sandbox, polar, clock, subscriptionId, customerId, organizationId } = stage();
  clock.advance({ days: 1 });
  sandbox.updateSubscriptionSeats(subscriptionId, 8);
  clock.advance({ days: 1 });
  sandbox.scheduleSubscriptionSeats(subscriptionId, 3);
  clock.advance({ days: 1 });
  sandbox.applyScheduledSeats(subscriptionId, 3);
  const told = await polar.events.list({ name: "subscription.seats_updated", sorting: ["timestamp"] });
  expect(told.items).toMatchObject([
    {
      timestamp: "2026-11-03T10:00:00Z",
      source: "system",
      organization_id: organizationId,
      customer_id: customerId,
      external_customer_id: "b-1",
      label: "Subscription Seats Updated",
      metadata: { subscription_id: subscriptionId, old_seats: 5, new_seats: 8, proration_behavior: "prorate" },
    },
    {
      timestamp: "2026-11-04T10:00:00Z",
      metadata: { old_seats: 8, new_seats: 3, proration_behavior: "next_period" },
    },
  ]);
  const names = async (query: Parameters<typeof polar.events.list>[0]) =>
    (await polar.events.list({ limit: 100, ...query })).items.map(({ name }) => name);
  expect(await names({ start_timestamp: "2026-11-03T10:00:00Z", sorting: ["timestamp"] })).toEqual([
    "subscription.seats_updated",
    "subscription.updated",
    "subscription.cycled",
  ]);
  expect(await names({ end_timestamp: "2026-11-02T10:00:01Z", name: ["subscription.created", "order.paid"] })).toEqual([
    "subscription.created",
  ]);
  expect(await names({ customer_id: "00000000-0000-4000-8000-000000000000" })).toEqual([]);
  expect(await names({ limit: 1, page: 2, external_customer_id: "b-1" })).toHaveLength(1);
});

test("single things can be asked for again, and what is deleted is gone", async () => {
  const set = stage();
  const { polar, sandbox, customerId, subscriptionId } = set;
  const { ada, order } = await liveALittle(set);
  expect(await polar.subscriptions.get(subscriptionId)).toMatchObject({
    id: subscriptionId,
    seats: 3,
    status: "active",
  });
  expect(await polar.orders.get(order.id)).toMatchObject({ id: order.id, status: "refunded", seats: 2 });
  expect(await polar.customers.get(customerId)).toMatchObject({ id: customerId, name: "Acme Inc.", deleted_at: null });
  expect(await polar.customers.getState(customerId)).toMatchObject({ active_subscriptions: [{ id: subscriptionId }] });
  expect(await polar.customers.members.get(customerId, ada.memberId ?? "")).toMatchObject({
    email: "countess@acme.example",
  });
  const members = await polar.customers.members.list(customerId, { role: "owner" });
  expect(members.items).toMatchObject([{ customer_id: customerId, email: "buyer@acme.example", role: "owner" }]);
  sandbox.deleteMember(ada.memberId ?? "");
  await expect(polar.customers.members.get(customerId, ada.memberId ?? "")).rejects.toThrow("404");
  sandbox.deleteCustomer(customerId);
  await expect(polar.customers.get(customerId)).rejects.toThrow("404");
  expect((await polar.customers.list()).items).toEqual([]);
});
