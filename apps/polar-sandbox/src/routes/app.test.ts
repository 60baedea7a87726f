// The HTTP side: who may ask, what is refused and how, and how lists are paged.

import { expect, test } from "vitest";
import { ask, setting } from "../../testing/setting.ts";
import { createPolarSandbox } from "../sandbox.ts";

test("asks for a token everywhere but on the claim routes", async () => {
  const { sandbox, pool } = setting();
  const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const nobody = { headers: { authorization: "Bearer undefined" } };
  const refused = await ask(sandbox, "/v1/subscriptions/", nobody);
  expect(refused).toMatchObject({ status: 401, body: { error: "Unauthorized" } });
  expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
  const token = sandbox.invitationTokenOf(seat.id);
  expect((await ask(sandbox, `/v1/customer-seats/claim/${token}`, nobody)).body.customer_email).toBe(
    "ada@acme.example",
  );
  const body = JSON.stringify({ invitation_token: token });
  const claimed = await ask(sandbox, "/v1/customer-seats/claim", { ...nobody, method: "POST", body });
  expect(claimed.body.seat).toMatchObject({ id: seat.id, status: "claimed", seat_metadata: {} });
  expect(sandbox.requests()).toBe(3);
});

test("an organization's own token sees nothing of another", async () => {
  const { sandbox, pool } = setting();
  sandbox.createOrganization({ name: "Other", slug: "other", accessToken: "polar_oat_other" });
  const asOther = { headers: { authorization: "Bearer polar_oat_other" } };
  expect((await ask(sandbox, "/v1/organizations/", asOther)).body.items).toHaveLength(1);
  expect((await ask(sandbox, "/v1/subscriptions", asOther)).body.pagination).toEqual({ total_count: 0, max_page: 0 });
  const seats = await ask(sandbox, `/v1/customer-seats?subscription_id=${pool.subscriptionId}`, asOther);
  expect(seats).toMatchObject({ status: 404, body: { error: "ResourceNotFound", detail: "Subscription not found" } });
});

test("the six operations speak Polar's JSON", async () => {
  const { sandbox, pool } = setting();
  const body = JSON.stringify({ subscription_id: pool.subscriptionId, email: "ada@acme.example", unknown: 1 });
  const assigned = await ask(sandbox, "/v1/customer-seats", { method: "POST", body });
  expect(assigned).toMatchObject({ status: 200, body: { status: "pending", created_at: "2026-11-02T10:00:00Z" } });
  expect(JSON.stringify(assigned.body)).not.toContain(sandbox.invitationTokenOf(assigned.body.id));
  expect((await ask(sandbox, `/v1/customer-seats/${assigned.body.id}/resend`, { method: "POST" })).status).toBe(200);
  const revoked = await ask(sandbox, `/v1/customer-seats/${assigned.body.id}`, { method: "DELETE" });
  expect(revoked.body).toMatchObject({ status: "revoked", email: null, member: null, customer_email: null });
  const listed = await ask(sandbox, `/v1/customer-seats/?subscription_id=${pool.subscriptionId}`);
  expect(listed.body).toMatchObject({ available_seats: 5, total_seats: 5, seats: [{ id: assigned.body.id }] });
});

test("refuses malformed requests with 422 and a list with no pool with 400", async () => {
  const { sandbox } = setting();
  const refusals = await Promise.all([
    ask(sandbox, "/v1/customer-seats/7", { method: "DELETE" }),
    ask(sandbox, "/v1/customer-seats?order_id=11111111-1111-1111-1111-111111111111"),
    ask(sandbox, "/v1/orders/?page=0"),
    ask(sandbox, "/v1/subscriptions/?sorting=created_at"),
    ask(sandbox, "/v1/customer-seats", { method: "POST", body: "{" }),
  ]);
  for (const { status, body } of refusals) {
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: "RequestValidationError", detail: [{ loc: expect.any(Array) }] });
  }
  const neither = await ask(sandbox, "/v1/customer-seats");
  expect(neither).toMatchObject({ status: 400, body: { error: "BadRequest" } });
  expect(await ask(sandbox, "/v1/nothing")).toMatchObject({ status: 404, body: { error: "ResourceNotFound" } });
});

test("pages by offset, newest first unless asked otherwise, so that an insertion shifts the next page", async () => {
  const { sandbox, product, buyer, pass } = setting();
  const buy = () => {
    pass(1000);
    return sandbox.createSubscription({ productId: product.id, customerId: buyer.id, seats: 1 }).id;
  };
  const [second, third] = [buy(), buy()];
  const first = await ask(sandbox, "/v1/subscriptions/?limit=1");
  expect(first.body).toMatchObject({ items: [{ id: third }], pagination: { total_count: 3, max_page: 3 } });
  const fourth = buy();
  expect((await ask(sandbox, "/v1/subscriptions/?limit=1&page=2")).body.items[0]?.id).toBe(third);
  const oldestFirst = await ask(sandbox, "/v1/subscriptions/?sorting=started_at&limit=100");
  expect(oldestFirst.body.items.map(({ id }) => id).slice(1)).toEqual([second, third, fourth]);
});

test("tells one-time orders from the invoices of subscriptions", async () => {
  const { sandbox, product, oneTimeProduct, buyer, subscription } = setting();
  const customerId = buyer.id;
  const bought = sandbox.createOrder({ productId: oneTimeProduct.id, customerId, seats: 2 });
  const invoice = sandbox.createOrder({ productId: product.id, customerId, seats: 5, subscriptionId: subscription.id });
  const oneTime = await ask(sandbox, "/v1/orders/?product_billing_type=one_time");
  expect(oneTime.body.items).toMatchObject([{ id: bought.id, seats: 2, subscription: null, paid: true }]);
  const recurring = await ask(sandbox, `/v1/orders/?subscription_id=${subscription.id}`);
  expect(recurring.body.items).toMatchObject([{ id: invoice.id, seats: 5, subscription: { id: subscription.id } }]);
});

test("changes the seats of a subscription, now or at the next period", async () => {
  const { sandbox, subscription } = setting();
  const patch = (body: unknown) =>
    ask(sandbox, `/v1/subscriptions/${subscription.id}`, { method: "PATCH", body: JSON.stringify(body) });
  expect((await patch({ seats: 8 })).body).toMatchObject({ seats: 8, pending_update: null });
  const scheduled = await patch({ seats: 6, proration_behavior: "next_period" });
  expect(scheduled.body).toMatchObject({ seats: 8, pending_update: { seats: 6, applies_at: "2026-12-02T10:00:00Z" } });
  expect(await patch({ seats: 0 })).toMatchObject({ status: 422 });
});

test("the same seed gives the same ids, another seed others", () => {
  const idWith = (seed: number) => createPolarSandbox({ seed }).createOrganization({ name: "A", slug: "a" }).id;
  expect(idWith(4)).toBe(idWith(4));
  expect(idWith(4)).not.toBe(idWith(5));
  expect(idWith(4)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
