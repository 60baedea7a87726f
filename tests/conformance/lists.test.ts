// A list of seats that is asked for again: it is as it is now, whoever asked for it before, and whoever changed it.

import { afterEach, beforeEach, expect, it } from "vitest";
import { ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const seats = "/v1/customer-seats";
const portal = "/v1/customer-portal/seats";
const ask = (path: string, token?: string) =>
  send(shop, "GET", `${path}?subscription_id=${shop.acme.subscriptionId}`, { token });

async function shown() {
  const { status, json, headers } = await ask(seats);
  expect([status, headers.get("ETag")]).toEqual([200, `"${json.version}"`]);
  return json.seats.map((seat: { status: string; email: string; member: { name: string } | null }) => [
    seat.status,
    seat.email,
    seat.member?.name,
  ]);
}

it("shows what has changed since, and else the same", async () => {
  const { subscriptionId, customerId } = shop.acme;
  const [email, name] = ["ada@acme.example", "Ada"];
  expect([await shown(), await shown()]).toEqual([[], []]);
  const { seat } = await shop.ledger.assignSeat({ subscriptionId, email });
  for (const _ of [1, 2]) expect(await shown()).toEqual([["pending", email, null]]);
  await shop.ledger.registerMember({ customerId, id: seat.memberId ?? "", email, name });
  for (const _ of [1, 2]) expect(await shown()).toEqual([["pending", email, name]]);
  await shop.ledger.forgetPerson({ personId: seat.personId ?? "" });
  for (const _ of [1, 2]) expect(JSON.stringify((await ask(seats)).json)).not.toMatch(/ada@|"Ada"/);
});

it("is sent in the same bytes to the merchant and to who pays, and to nobody else", async () => {
  const { subscriptionId, customerId } = shop.acme;
  await shop.ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
  const member = await shop.ledger.registerMember({ customerId: shop.other.customerId, email: "eve@other.example" });
  shop.admit("buyer", { type: "customer", customerId, scopes: ["customer_portal:read"] });
  shop.admit("eve", { type: "member", memberId: member.id, scopes: ["customer_portal:read"] });
  const list = await ask(seats);
  for (const _ of [1, 2]) {
    expect((await ask(portal, "buyer")).json).toEqual(list.json);
    expect((await ask(seats, tokens.other)).status).toBe(404);
    expect((await ask(portal, "eve")).status).toBe(404);
    expect((await send(shop, "GET", `${seats}?order_id=${subscriptionId}`)).status).toBe(404);
  }
});

it("is refused once seats are switched off for the organization", async () => {
  const { organizationId } = shop.acme;
  expect(await shown()).toEqual([]);
  await shop.ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme", seatsEnabled: false });
  expect((await ask(seats)).status).toBe(403);
});
