// ETag and If-Match: a command is done only while what it was decided upon still stands.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, errorOf, ask as send } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const email = "jane@acme.example";
const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);

/** Each route that answers one pool, its seats, or a seat of it. */
async function everyTagged(): Promise<readonly (readonly [string, string, Asked?])[]> {
  const { subscriptionId } = shop.acme;
  const { seat } = await shop.ledger.assignSeat({ subscriptionId, email });
  return [
    ["GET", `/v1/customer-seats?subscription_id=${subscriptionId}`],
    ["GET", `/v1/ledger/pools/${subscriptionId}`],
    ["POST", `/v1/customer-seats/${seat.id}/resend`],
    ["POST", "/v1/customer-seats", { body: { subscription_id: subscriptionId, email: "joe@acme.example" } }],
    ["POST", `/v1/ledger/pools/${subscriptionId}/resize`, { body: { seats: 9 } }],
    ["DELETE", `/v1/customer-seats/${seat.id}`],
    ["POST", `/v1/ledger/pools/${subscriptionId}/close`],
    ["POST", `/v1/ledger/pools/${subscriptionId}/reopen`],
  ];
}

it("whatever has a version tells it as its ETag: that of the pool", async () => {
  for (const [method, path, given] of await everyTagged()) {
    const { status, json, headers } = await ask(method, path, given);
    const { version } = await shop.ledger.getPool({ subscriptionId: shop.acme.subscriptionId });
    expect([path, status, json.version, headers.get("ETag")]).toEqual([path, 200, version, `"${version}"`]);
  }
});

describe("a command", () => {
  async function commands(): Promise<readonly (readonly [string, string, Asked?])[]> {
    const { invitation } = await shop.ledger.assignSeat({
      subscriptionId: shop.acme.subscriptionId,
      email: "x@y.example",
    });
    const claim = { body: { invitation_token: invitation?.token } };
    const all = [["POST", "/v1/customer-seats/claim", claim] as const, ...(await everyTagged())];
    return all.filter(([method]) => method !== "GET");
  }

  it("is 412 where the pool was changed since, in each route's own shape, and changes nothing", async () => {
    for (const [method, path, given] of await commands()) {
      const { version } = await shop.ledger.getPool({ subscriptionId: shop.acme.subscriptionId });
      const { status, json, headers } = await ask(method, path, { ...given, headers: { "If-Match": '"1"' } });
      expect([path, status, errorOf(json)]).toEqual([path, 412, "VersionConflict"]);
      expect(headers.get("ETag")).toBe(`"${version}"`);
      if (path.startsWith("/v1/ledger")) expect(json).toMatchObject({ expected_version: 1, version });
      else expect(Object.keys(json)).toEqual(["error", "detail"]);
      expect(await shop.ledger.getPool({ subscriptionId: shop.acme.subscriptionId })).toMatchObject({ version });
    }
  });

  it("is done where the pool is as it was, or where it has only to be there", async () => {
    for (const [method, path, given] of await commands()) {
      const { version } = await shop.ledger.getPool({ subscriptionId: shop.acme.subscriptionId });
      const tag = path.endsWith("/resend") ? "*" : `"${version}"`;
      const { status } = await ask(method, path, { ...given, headers: { "If-Match": tag } });
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it.each(["", "1", 'W/"1"', '"one"', '"1", "2"', '""', '"-1"', '"01"', '"9999999999999999"'])(
    "with the If-Match %j, which is no tag of ours, is refused and not done",
    async (tag) => {
      const { subscriptionId: subscription_id } = shop.acme;
      const headers = { "If-Match": tag };
      const seats = await ask("POST", "/v1/customer-seats", { body: { subscription_id, email }, headers });
      expect([seats.status, seats.json.detail[0].loc]).toEqual([422, ["header", "If-Match"]]);
      const pool = await ask("POST", `/v1/ledger/pools/${subscription_id}/close`, { headers });
      expect([pool.status, pool.json.errors[0]]).toMatchObject([422, { in: "header", parameter: "If-Match" }]);
      expect(await shop.ledger.getPool({ subscriptionId: subscription_id })).toMatchObject({ version: 1 });
    },
  );

  it("in the customer portal is bound by it too", async () => {
    const { subscriptionId: subscription_id, customerId } = shop.acme;
    shop.admit("buyer", { type: "customer", customerId, scopes: ["customer_portal:write"] });
    const seats = "/v1/customer-portal/seats";
    const send = (method: string, path: string, tag: string, body?: object) =>
      ask(method, path, { token: "buyer", body, headers: { "If-Match": tag } });
    const assignment = { subscription_id, email };
    expect((await send("POST", seats, '"9"', assignment)).status).toBe(412);
    const assigned = await send("POST", seats, '"1"', assignment);
    expect([assigned.status, assigned.headers.get("ETag")]).toEqual([200, '"2"']);
    for (const [method, path] of [
      ["POST", `${seats}/${assigned.json.id}/resend`],
      ["DELETE", `${seats}/${assigned.json.id}`],
    ] as const) {
      const { headers } = await ask("GET", `${seats}?subscription_id=${subscription_id}`, { token: "buyer" });
      expect((await send(method, path, '"1"')).status).toBe(412);
      expect((await send(method, path, headers.get("ETag") ?? "")).status).toBe(200);
    }
  });

  it("about a person has no version to expect", async () => {
    const given = { body: { external_id: "c-1" }, headers: { "If-Match": '"1"' } };
    const { status, json } = await ask("POST", "/v1/ledger/customers", given);
    expect([status, json.errors[0].parameter]).toEqual([422, "If-Match"]);
  });
});
