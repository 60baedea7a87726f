// Who gave a command, as history tells it: what `authenticate` says of the merchant, down to the one access token.

import { randomUUID } from "node:crypto";
import type { OrganizationScope, Principal } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ withTokens: true });
});

afterEach(() => shop[Symbol.asyncDispose]());

const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);
const seats = "/v1/customer-seats";
const scopes: readonly OrganizationScope[] = ["customer_seats:write", "ledger:write"];

/** Lets a token in under which the organization acts as somebody. */
function admit(token: string, actor: Extract<Principal, { type: "organization" }>["actor"]): string {
  shop.admit(token, { type: "organization", organizationId: shop.acme.organizationId, scopes, actor });
  return token;
}

async function entries(query: string): Promise<readonly Json[]> {
  return (await ask("GET", `/v1/ledger/history?${query}`)).json.entries;
}

const assign = (email: string, given: Asked = {}) =>
  ask("POST", seats, { ...given, body: { subscription_id: shop.acme.subscriptionId, email } });

describe("the actor of a principal", () => {
  it("is that of every command that the merchant gives", async () => {
    const actor = { type: "user", id: "u-1" } as const;
    const token = admit("a-user", actor);
    const did = async (path: string, body?: object, method = "POST") => {
      const { status, json } = await ask(method, path, { token, body });
      expect([path, status]).toEqual([path, 200]);
      return json;
    };
    const before = (await entries("limit=1000")).length;
    const { id: customer_id } = await did("/v1/ledger/customers", { external_id: "c-1", email: "c@acme.example" });
    await did(`/v1/ledger/customers/${customer_id}/members`, { email: "m@acme.example" });
    const order_id = randomUUID();
    const product = { id: "p-1", name: "Team plan" };
    await did("/v1/ledger/pools", { order_id, customer_id, product, seats: 2, status: "unpaid" });
    await did(`/v1/ledger/pools/${order_id}/activate`);
    await did(`/v1/ledger/pools/${order_id}/resize`, { seats: 3 });
    const seat = await did(seats, { order_id, email: "jane@acme.example" });
    await did(`${seats}/${seat.id}/resend`);
    await did(`${seats}/${seat.id}`, undefined, "DELETE");
    await did(`/v1/ledger/pools/${order_id}/close`);
    await did(`/v1/ledger/pools/${order_id}/reopen`);
    const made = (await entries("limit=1000")).slice(before);
    expect(made.length).toBeGreaterThanOrEqual(10);
    expect(made.map((entry) => [entry.type, entry.actor])).toEqual(made.map(({ type }) => [type, actor]));
  });

  it("is the system, nobody in particular, unless it is said", async () => {
    await assign("jane@acme.example");
    const [entry] = await entries("types=SeatAssigned");
    expect(entry.actor).toEqual({ type: "system", id: null });
  });

  it("is not that of a claim, whatever token comes with it", async () => {
    const token = admit("a-user", { type: "user", id: "u-1" });
    const { subscriptionId } = shop.acme;
    const { invitation } = await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    const body = { invitation_token: invitation?.token };
    expect((await ask("POST", `${seats}/claim`, { token, body })).status).toBe(200);
    const [entry] = await entries("types=SeatClaimed");
    expect(entry.actor).toEqual({ type: "system", id: null });
  });

  it("may have an id as long as the ledger takes", async () => {
    const id = "x".repeat(1_000);
    expect((await assign("jane@acme.example", { token: admit("long", { type: "system", id }) })).status).toBe(200);
    expect(await entries(`actor_type=system&actor_id=${id}&types=SeatAssigned`)).toHaveLength(1);
  });
});

describe("access tokens that were made", () => {
  async function made(name: string) {
    const keeper = "keeper";
    const { organizationId } = shop.acme;
    shop.admit(keeper, { type: "organization", organizationId, scopes: [...scopes, "tokens:write"] });
    const { json } = await ask("POST", "/v1/ledger/tokens", { token: keeper, body: { name, scopes } });
    return { id: json.token.id as string, token: json.access_token as string };
  }

  it("are told apart: each is named by its id in what it did, and that is found by it", async () => {
    const [shopfront, billing] = [await made("shopfront"), await made("billing")];
    const { json: seat } = await assign("jane@acme.example", { token: shopfront.token });
    await ask("DELETE", `${seats}/${seat.id}`, { token: billing.token });
    const told = await entries(`seat_id=${seat.id}`);
    expect(told.map(({ type, actor }) => [type, actor])).toEqual([
      ["SeatAssigned", { type: "system", id: shopfront.id }],
      ["SeatRevoked", { type: "system", id: billing.id }],
    ]);
    const found = await entries(`actor_type=system&actor_id=${billing.id}`);
    expect(found.map(({ type }) => type)).toEqual(["SeatRevoked"]);
  });

  it("share the organization's idempotency keys: what one repeats is answered as the other had it, and told once", async () => {
    const [first, second] = [await made("first"), await made("second")];
    const headers = { "Idempotency-Key": "once" };
    const one = await assign("jane@acme.example", { token: first.token, headers });
    for (const token of [second.token, tokens.acme]) {
      const again = await assign("jane@acme.example", { token, headers });
      expect([again.status, again.json]).toEqual([200, one.json]);
    }
    const told = await entries("types=SeatAssigned");
    expect(told.map(({ actor }) => actor)).toEqual([{ type: "system", id: first.id }]);
  });
});
