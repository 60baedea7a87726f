// The customer portal: whoever pays, and whoever holds a seat, by their own sessions.

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, ask as send } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
  shop.admit("buyer", { type: "customer", customerId: shop.acme.customerId, scopes: ["customer_portal:write"] });
});

afterEach(() => shop[Symbol.asyncDispose]());

const seats = "/v1/customer-portal/seats";
const nobody = "00000000-0000-4000-8000-000000000000";
const hour = 60 * 60 * 1_000;

const ask = (method: string, path: string, given: Asked = {}) => send(shop, method, path, { token: "buyer", ...given });

/** A member of the buyer who has claimed a seat, and the session that the claim answered. */
async function holder(email: string, source: object = { subscriptionId: shop.acme.subscriptionId }) {
  const { invitation } = await shop.ledger.assignSeat({ ...source, email });
  const { seat, customerSessionToken } = await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  return { seat, token: customerSessionToken };
}

describe("the buyer", () => {
  it("lists, assigns, resends and revokes seats of its own", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    const assigned = await ask("POST", seats, { body: { subscription_id, email: "jane@acme.example" } });
    expect([assigned.status, assigned.json.status]).toEqual([200, "pending"]);
    expect((await ask("GET", `${seats}?subscription_id=${subscription_id}`)).json).toEqual({
      seats: [assigned.json],
      available_seats: 2,
      total_seats: 3,
      version: assigned.json.version,
    });
    shop.later(1_000);
    const resent = await ask("POST", `${seats}/${assigned.json.id}/resend`);
    expect(resent.json.invitation_token_expires_at).toBe("2026-03-02T09:00:01.000Z");
    expect((await ask("DELETE", `${seats}/${assigned.json.id}`)).json).toMatchObject({
      status: "revoked",
      email: null,
    });
  });

  it("names a subscription or an order by the checkout that it came from", async () => {
    const { organizationId, customerId } = shop.acme;
    const [subscriptionId, checkoutId] = [randomUUID(), randomUUID()];
    const product = { id: randomUUID(), name: "Team" };
    await shop.ledger.openPool({ subscriptionId, checkoutId, organizationId, customerId, product, seats: 1 });
    const { status, json } = await ask("POST", seats, { body: { checkout_id: checkoutId, email: "a@acme.example" } });
    expect([status, json.subscription_id]).toEqual([200, subscriptionId]);
    const unknown = await ask("POST", seats, { body: { checkout_id: nobody, email: "a@acme.example" } });
    expect([unknown.status, unknown.json.detail]).toEqual([404, "No subscription or order found for this checkout"]);
  });

  it("names exactly one of the three", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    for (const source of [{}, { subscription_id, checkout_id: nobody }]) {
      const { status, json } = await ask("POST", seats, { body: { ...source, email: "a@acme.example" } });
      expect([status, json.detail]).toEqual([
        422,
        [
          {
            loc: ["body"],
            msg: "Value error, Exactly one of subscription_id, order_id, or checkout_id must be provided",
            type: "value_error",
          },
        ],
      ]);
    }
  });

  it("does not find what another customer pays for", async () => {
    const { organizationId } = shop.acme;
    const { id: customerId } = await shop.ledger.registerCustomer({ organizationId, email: "other@acme.example" });
    const [subscriptionId, orderId, checkoutId] = [randomUUID(), randomUUID(), randomUUID()];
    const facts = { organizationId, customerId, product: { id: randomUUID(), name: "Theirs" }, seats: 1 };
    await shop.ledger.openPool({ ...facts, subscriptionId, checkoutId });
    await shop.ledger.openPool({ ...facts, orderId });
    const { seat } = await shop.ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    const email = "b@acme.example";
    const answers = [
      await ask("GET", `${seats}?subscription_id=${subscriptionId}`),
      await ask("GET", `${seats}?order_id=${orderId}`),
      await ask("POST", seats, { body: { subscription_id: subscriptionId, email } }),
      await ask("POST", seats, { body: { order_id: orderId, email } }),
      await ask("POST", seats, { body: { checkout_id: checkoutId, email } }),
      await ask("DELETE", `${seats}/${seat.id}`),
      await ask("POST", `${seats}/${seat.id}/resend`),
    ];
    expect(answers.map(({ status, json }) => [status, json.detail])).toEqual([
      [404, "Subscription not found"],
      [404, "Order not found"],
      [404, "Subscription not found"],
      [404, "Order not found"],
      [404, "No subscription or order found for this checkout"],
      [404, "Seat not found"],
      [404, "Seat not found"],
    ]);
    expect((await shop.ledger.getSeat({ seatId: seat.id })).status).toBe("pending");
  });

  it("is the actor of what it does", async () => {
    const { subscriptionId: subscription_id, customerId } = shop.acme;
    const { json } = await ask("POST", seats, { body: { subscription_id, email: "jane@acme.example" } });
    const owner = await shop.ledger.registerMember({ customerId, email: "o@acme.example", role: "billing_manager" });
    shop.admit("manager", { type: "member", memberId: owner.id, scopes: ["customer_portal:write"] });
    await ask("DELETE", `${seats}/${json.id}`, { token: "manager" });
    const { entries } = await shop.ledger.history({ seatId: json.id });
    expect(entries.map(({ event }) => event.actor)).toEqual([
      { type: "customer", id: customerId },
      { type: "member", id: owner.id },
    ]);
  });

  it("has idempotency keys of its own", async () => {
    const { subscriptionId: subscription_id, customerId } = shop.acme;
    const body = { subscription_id, email: "jane@acme.example" };
    const headers = { "Idempotency-Key": "once" };
    const first = await ask("POST", seats, { body, headers });
    expect((await ask("POST", seats, { body, headers })).json).toEqual(first.json);
    const other = { subscription_id, email: "joe@acme.example" };
    expect((await ask("POST", seats, { body: other, headers })).json.error).toBe("IdempotencyConflict");
    const member = await shop.ledger.registerMember({ customerId, email: "o@acme.example", role: "billing_manager" });
    shop.admit("manager", { type: "member", memberId: member.id, scopes: ["customer_portal:write"] });
    expect((await ask("POST", seats, { body: other, headers, token: "manager" })).status).toBe(200);
    const tooLong = { "Idempotency-Key": "k".repeat(1_001) };
    expect((await ask("POST", seats, { body, headers: tooLong })).json.detail[0].loc).toEqual([
      "header",
      "Idempotency-Key",
    ]);
  });
});

describe("the session of a claim", () => {
  it("opens the portal for an hour, as the member who claimed", async () => {
    const { token } = await holder("jane@acme.example");
    const path = `${seats}?subscription_id=${shop.acme.subscriptionId}`;
    expect((await ask("GET", path, { token })).json.seats).toHaveLength(1);
    shop.later(hour - 1);
    expect((await ask("GET", path, { token })).status).toBe(200);
    shop.later(1);
    expect((await ask("GET", path, { token })).status).toBe(401);
  });

  it("ends with the seat", async () => {
    const { token, seat } = await holder("jane@acme.example");
    await shop.ledger.revokeSeat({ seatId: seat.id });
    expect((await ask("GET", `${seats}/subscriptions`, { token })).status).toBe(401);
  });

  it("may write where its member does the customer's business", async () => {
    const { customerId, subscriptionId: subscription_id } = shop.acme;
    await shop.ledger.registerMember({ customerId, email: "boss@acme.example", role: "billing_manager" });
    const { token } = await holder("boss@acme.example");
    const { status } = await ask("POST", seats, { token, body: { subscription_id, email: "jane@acme.example" } });
    expect(status).toBe(200);
  });

  it("is asked for after `authenticate` knew nobody, and only there", async () => {
    const { token } = await holder("jane@acme.example");
    shop.admit(token, { type: "customer", customerId: shop.other.customerId, scopes: ["customer_portal:read"] });
    const { status } = await ask("GET", `${seats}?subscription_id=${shop.acme.subscriptionId}`, { token });
    expect(status).toBe(404);
    expect(
      (await send(shop, "GET", "/v1/customer-seats", { token: (await holder("joe@acme.example")).token })).status,
    ).toBe(401);
  });
});

describe("GET /v1/customer-portal/seats/subscriptions", () => {
  const path = `${seats}/subscriptions`;

  it("shows what the member has claimed in, with all that the ledger knows and nothing made up", async () => {
    const { subscriptionId, organizationId, customerId, orderId } = shop.acme;
    const { token } = await holder("jane@acme.example");
    await shop.ledger.assignSeat({ orderId, email: "jane@acme.example", immediateClaim: true });
    const { json } = await ask("GET", path, { token });
    expect(json.pagination).toEqual({ total_count: 1, max_page: 1 });
    expect(json.items[0]).toMatchObject({
      id: subscriptionId,
      created_at: "2026-03-01T09:00:00.000Z",
      status: "active",
      seats: 3,
      amount: 0,
      currency: "xxx",
      prices: [],
      customer_id: customerId,
      product: {
        name: "Team plan",
        prices: [],
        organization: { id: organizationId, name: "The acme", slug: "acme" },
      },
    });
  });

  it("shows nothing that is pending or revoked", async () => {
    const { seat, token } = await holder("jane@acme.example");
    const { organizationId, customerId } = shop.acme;
    const subscriptionId = randomUUID();
    const product = { id: randomUUID(), name: "Other" };
    await shop.ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 2 });
    await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    expect((await ask("GET", path, { token })).json.pagination.total_count).toBe(1);
    const memberId = seat.memberId ?? "";
    shop.admit("jane", { type: "member", memberId, scopes: ["customer_portal:read"] });
    await shop.ledger.revokeSeat({ seatId: seat.id });
    expect((await ask("GET", path, { token: "jane" })).json).toEqual({
      items: [],
      pagination: { total_count: 0, max_page: 0 },
    });
  });

  it("pages", async () => {
    const { organizationId, customerId } = shop.acme;
    for (const name of ["A", "B", "C"]) {
      const subscriptionId = randomUUID();
      const product = { id: randomUUID(), name };
      await shop.ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 1 });
      await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example", immediateClaim: true });
    }
    const names = async (query: string) =>
      (await ask("GET", `${path}?${query}`)).json.items.map((one: Json) => one.product.name);
    expect(await names("limit=2")).toEqual(["A", "B"]);
    expect(await names("limit=2&page=2")).toEqual(["C"]);
    expect(await names("limit=2&page=3")).toEqual([]);
    expect(await names("limit=1000")).toEqual(["A", "B", "C"]);
    expect((await ask("GET", `${path}?limit=2`)).json.pagination).toEqual({ total_count: 3, max_page: 2 });
    for (const query of ["page=0", "limit=0", "limit=-1", "page=one", "page=1.5"]) {
      const { status, json } = await ask("GET", `${path}?${query}`);
      expect([status, json.detail[0].loc]).toEqual([422, ["query", query.split("=")[0]]]);
    }
  });

  it("shows a customer what it has claimed in anybody's subscription, without the member model", async () => {
    await using without = await openShop({ memberModel: false });
    const { organizationId, subscriptionId } = without.acme;
    const { id: customerId } = await without.ledger.registerCustomer({
      organizationId,
      email: "jane@elsewhere.example",
    });
    await without.ledger.assignSeat({ subscriptionId, customerId, immediateClaim: true });
    without.admit("jane", { type: "customer", customerId, scopes: ["customer_portal:read"] });
    const { json } = await send(without, "GET", path, { token: "jane" });
    expect(json.items.map((one: Json) => [one.id, one.customer_id])).toEqual([
      [subscriptionId, without.acme.customerId],
    ]);
  });
});
