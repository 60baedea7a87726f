// The pools' own routes: the service as it is used without Polar, from a customer's registration to the end of a subscription.

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  expect(shop.failures).toEqual([]);
  await shop[Symbol.asyncDispose]();
});

const pools = "/v1/ledger/pools";
const product = { id: "team", name: "Team plan" };
const nobody = "00000000-0000-4000-8000-000000000000";
const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);

async function opened(facts: Readonly<Record<string, unknown>> = {}): Promise<Json> {
  const body = { subscription_id: randomUUID(), customer_id: shop.acme.customerId, product, seats: 3, ...facts };
  const { status, json } = await ask("POST", pools, { body });
  expect(status).toBe(200);
  return json;
}

describe("without Polar", () => {
  it("a customer is registered, buys seats, gives them away and leaves", async () => {
    const buyer = await ask("POST", "/v1/ledger/customers", {
      body: { email: "new@acme.example", external_id: "c-1" },
    });
    expect(buyer.json).toMatchObject({ email: "new@acme.example", name: null, external_id: "c-1" });
    const customer_id = buyer.json.id;
    const members = `/v1/ledger/customers/${customer_id}/members`;
    const { json: member } = await ask("POST", members, { body: { email: "sat@acme.example", role: "member" } });
    expect(member).toMatchObject({ customer_id, email: "sat@acme.example", role: "member" });
    const pool = await opened({ customer_id, subscription_id: null, order_id: randomUUID(), status: "unpaid" });
    expect(pool).toMatchObject({
      id: pool.order_id,
      subscription_id: null,
      status: "unpaid",
      version: 1,
      available: 3,
    });
    const step = async (name: string, body?: object) =>
      (await ask("POST", `${pools}/${pool.id}/${name}`, { body })).json;
    expect(await step("activate")).toMatchObject({ status: "active", version: 2 });
    const assignment = { order_id: pool.id, member_id: member.id, immediate_claim: true };
    expect((await ask("POST", "/v1/customer-seats", { body: assignment })).json).toMatchObject({ status: "claimed" });
    expect(await step("resize", { seats: 1 })).toMatchObject({ seats: 1, claimed: 1, available: 0 });
    expect(await step("resize", { seats: 0 })).toMatchObject({ status: 400, code: "SeatsAlreadyAssigned" });
    expect(await step("close")).toMatchObject({ status: "closed", claimed: 0 });
    expect(await step("reopen")).toMatchObject({ status: "active", available: 1 });
  });

  it("the same customer and the same pool again change nothing, other facts are refused", async () => {
    const pool = await opened();
    expect(await opened({ subscription_id: pool.id })).toEqual(pool);
    const body = { subscription_id: pool.id, customer_id: shop.acme.customerId, product, seats: 4 };
    const other = await ask("POST", pools, { body });
    expect([other.status, other.json.code]).toEqual([409, "PoolExists"]);
    const customer = { external_id: "c-1", name: "Jane" };
    const first = await ask("POST", "/v1/ledger/customers", { body: customer });
    expect((await ask("POST", "/v1/ledger/customers", { body: customer })).json).toEqual(first.json);
  });

  it("a command is done once with its Idempotency-Key, and another under it is 409", async () => {
    const { id } = await opened();
    const headers = { "Idempotency-Key": "resize-1" };
    const first = await ask("POST", `${pools}/${id}/resize`, { body: { seats: 5 }, headers });
    await ask("POST", `${pools}/${id}/resize`, { body: { seats: 6 } });
    expect((await ask("POST", `${pools}/${id}/resize`, { body: { seats: 5 }, headers })).json).toEqual(first.json);
    const { status, json } = await ask("POST", `${pools}/${id}/close`, { headers });
    expect([status, json.code]).toEqual([409, "IdempotencyConflict"]);
  });

  it("a pool that mirrors Polar can be read, and is changed at Polar alone", async () => {
    const { organizationId, customerId } = shop.acme;
    const subscriptionId = randomUUID();
    await shop.ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 1, authority: "polar" });
    expect((await ask("GET", `${pools}/${subscriptionId}`)).json).toMatchObject({ authority: "polar" });
    const { status, json } = await ask("POST", `${pools}/${subscriptionId}/close`);
    expect([status, json.code]).toEqual([409, "PoolMirrored"]);
  });
});

describe("the list", () => {
  it("goes by pages, whose cursor belongs to it", async () => {
    for (let made = 0; made < 3; made++) await opened();
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const { json } = await ask("GET", `${pools}?limit=2${next === null ? "" : `&cursor=${next}`}`);
      expect(json.pools.length).toBeLessThanOrEqual(2);
      ids.push(...json.pools.map((pool: Json) => pool.id));
      next = json.next;
    } while (next !== null);
    expect(ids.slice(0, 2)).toEqual([shop.acme.subscriptionId, shop.acme.orderId]);
    expect(new Set(ids).size).toBe(5);
    const { status, json } = await ask("GET", `${pools}?cursor=elsewhere`);
    expect([status, json.errors]).toEqual([
      422,
      [{ in: "query", parameter: "cursor", detail: "belongs to another list" }],
    ]);
  });

  it("shows those of one customer alone where one is named", async () => {
    const { json: customer } = await ask("POST", "/v1/ledger/customers", { body: { external_id: "c-2" } });
    const { id } = await opened({ customer_id: customer.id });
    const { json } = await ask("GET", `${pools}?customer_id=${customer.id}`);
    expect(json.pools.map((pool: Json) => pool.id)).toEqual([id]);
    expect((await ask("GET", `${pools}?customer_id=${shop.other.customerId}`)).json.code).toBe("CustomerNotFound");
  });
});

describe("another organization", () => {
  it("finds none of these pools, and can open none for a foreign customer or under a foreign id", async () => {
    const token = tokens.other;
    const { id } = await opened();
    expect((await ask("GET", pools, { token })).json.pools.map((pool: Json) => pool.id)).not.toContain(id);
    expect((await ask("GET", `${pools}/${id}`, { token })).json).toEqual((await ask("GET", `${pools}/${nobody}`)).json);
    const foreign = { subscription_id: randomUUID(), customer_id: shop.acme.customerId, product, seats: 1 };
    const refused = await ask("POST", pools, { token, body: foreign });
    expect([refused.status, refused.json.code]).toEqual([404, "CustomerNotFound"]);
    const taken = { subscription_id: id, customer_id: shop.other.customerId, product, seats: 1 };
    expect((await ask("POST", pools, { token, body: taken })).json.code).toBe("PoolExists");
  });
});

describe("what is refused", () => {
  it.each([
    ["both ids", { order_id: randomUUID() }, "#"],
    ["no id", { subscription_id: null }, "#"],
    ["a field that nobody knows", { colour: "red" }, "#/colour"],
    ["seats that are no number", { seats: "three" }, "#/seats"],
    ["fewer than no seats", { seats: -1 }, "#/seats"],
    ["half a seat", { seats: 1.5 }, "#/seats"],
    ["more seats than there are", { seats: 1_000_001 }, "#/seats"],
    ["a product without a name", { product: { id: "team" } }, "#/product"],
    ["a subscription that is unpaid", { status: "unpaid" }, "#/status"],
    ["a customer without an id", { customer_id: "me" }, "#/customer_id"],
  ])("%s, with a pointer to it", async (_what, facts, pointer) => {
    const body = { subscription_id: randomUUID(), customer_id: shop.acme.customerId, product, seats: 3, ...facts };
    const { status, json } = await ask("POST", pools, { body });
    expect([status, json.code, json.errors.map((one: Json) => one.pointer)]).toEqual([
      422,
      "InvalidRequest",
      [pointer],
    ]);
  });

  it("an address that is none, without repeating it", async () => {
    const { status, json } = await ask("POST", "/v1/ledger/customers", { body: { email: "jane at home" } });
    expect([status, json.errors[0].pointer]).toEqual([422, "#/email"]);
    expect(JSON.stringify(json)).not.toContain("at home");
  });
});
