// What is taken though it looks odd.

import { describe, expect, it } from "vitest";
import { nobody, seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask, assign, assigned } = wire;

describe("what is taken", () => {
  it("ignores unknown fields, a checkout beside a source among them", async () => {
    const { subscriptionId: subscription_id } = wire.shop.acme;
    const body = { subscription_id, checkout_id: nobody, email: "jane@example.com", colour: "red" };
    expect((await assign(body)).status).toBe(200);
  });

  it("takes 1,024 characters of metadata", async () => {
    const metadata = { k: "x".repeat(1_015) };
    const { status, json } = await assign({
      subscription_id: wire.shop.acme.subscriptionId,
      email: "a@example.com",
      metadata,
    });
    expect([status, json.seat_metadata]).toEqual([200, metadata]);
  });

  it("tolerates a slash at the end", async () => {
    const { subscriptionId: subscription_id } = wire.shop.acme;
    const body = { subscription_id, email: "jane@example.com" };
    const { status, json } = await ask("POST", `${seats}/`, { body });
    expect(status).toBe(200);
    expect((await ask("GET", `${seats}/?subscription_id=${subscription_id}`)).json.seats).toEqual([json]);
    expect((await ask("DELETE", `${seats}/${json.id}/`)).status).toBe(200);
  });

  it("lists the subscription where an order is named too, and the last of two", async () => {
    const { subscriptionId, orderId } = wire.shop.acme;
    const both = await ask("GET", `${seats}?order_id=${orderId}&subscription_id=${subscriptionId}`);
    expect(both.json.total_seats).toBe(3);
    const twice = await ask(
      "GET",
      `${seats}?subscription_id=${nobody}&subscription_id=${subscriptionId.toUpperCase()}`,
    );
    expect(twice.json.total_seats).toBe(3);
  });

  it("answers a repeated idempotency key with the first answer, and another request under it with 409", async () => {
    const headers = { "Idempotency-Key": "once" };
    const body = { subscription_id: wire.shop.acme.subscriptionId, email: "jane@example.com" };
    const first = await assign(body, { headers });
    expect((await assign(body, { headers })).json).toEqual(first.json);
    const conflict = await assign({ ...body, email: "joe@example.com" }, { headers });
    expect([conflict.status, conflict.json.error]).toEqual([409, "IdempotencyConflict"]);
  });

  it("keeps the keys of claims apart from the merchant's", async () => {
    const { token } = await assigned();
    const headers = { "Idempotency-Key": "once" };
    const claim = { token: null, headers, body: { invitation_token: token } };
    const first = await ask("POST", `${seats}/claim`, claim);
    expect(first.status).toBe(200);
    expect((await ask("POST", `${seats}/claim`, claim)).json).toEqual(first.json);
    const body = { subscription_id: wire.shop.acme.subscriptionId, email: "joe@example.com" };
    expect((await assign(body, { headers })).status).toBe(200);
  });
});
