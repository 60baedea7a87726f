// The stream of the claim page: it tells that the seat was claimed, and ends.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ask, requestOf } from "./ask.ts";
import { onPort, openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  vi.useRealTimers();
  await shop[Symbol.asyncDispose]();
});

const stream = (token: string) => `/v1/customer-seats/claim/${token}/stream`;
const heartbeat = ": heartbeat\n\n";
const longerThanInvitationsLast = 25 * 60 * 60 * 1_000;

async function invited(source: object = { subscriptionId: shop.acme.subscriptionId }) {
  const { seat, invitation } = await shop.ledger.assignSeat({ ...source, email: "jane@acme.example" });
  return { seat, seatId: seat.id, token: invitation?.token ?? "" };
}

/** A page that listens, once it is known to. */
async function listening(token: string) {
  const response = await shop.api.fetch(requestOf("GET", stream(token), { token: null }));
  if (!response.body) throw new Error("a stream has a body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => (await reader.read()).value;
  expect(await next()).toBe(heartbeat);
  return { response, next, leave: () => reader.cancel() };
}

/** What is told until the end. */
async function rest(next: () => Promise<string | undefined>): Promise<string> {
  let told = "";
  for (let part = await next(); part !== undefined; part = await next()) told += part;
  return told;
}

it("tells the claim as Polar's page reads it, once, and ends", async () => {
  const { token, seatId } = await invited();
  const { response, next } = await listening(token);
  expect(response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  await ask(shop, "POST", "/v1/customer-seats/claim", { token: null, body: { invitation_token: token } });
  const told = await rest(next);
  expect(told).toMatch(/^data: .*\n\n$/);
  expect(JSON.parse(told.slice("data: ".length))).toEqual({
    id: expect.any(String),
    key: "customer_seat.claimed",
    payload: {
      seat_id: seatId,
      subscription_id: shop.acme.subscriptionId,
      order_id: null,
      product_id: expect.any(String),
    },
  });
});

it("tells of an order's seat alike", async () => {
  const { token } = await invited({ orderId: shop.acme.orderId });
  const { next } = await listening(token);
  await shop.ledger.claimSeat({ invitationToken: token });
  expect(JSON.parse((await rest(next)).slice("data: ".length)).payload).toMatchObject({
    order_id: shop.acme.orderId,
    subscription_id: null,
  });
});

it("tells nothing of other seats, and goes on", async () => {
  const { token } = await invited();
  const { next } = await listening(token);
  const { subscriptionId } = shop.acme;
  await shop.ledger.assignSeat({ subscriptionId, email: "joe@acme.example", immediateClaim: true });
  await shop.ledger.claimSeat({ invitationToken: token });
  expect((await rest(next)).match(/data:/g)).toHaveLength(1);
});

it.each([
  ["is revoked", (seatId: string) => shop.ledger.revokeSeat({ seatId })],
  ["is made anew", (seatId: string) => shop.ledger.resendInvitation({ seatId })],
  ["can't be used any more because the ledger closes", () => shop.ledger.close()],
])("ends without a word when the invitation %s", async (_, happens) => {
  const { token, seatId } = await invited();
  const { next } = await listening(token);
  await happens(seatId);
  expect(await rest(next)).toBe("");
});

it("has a heartbeat every 15 seconds, at which it finds that the invitation has lapsed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { token } = await invited();
  const { next } = await listening(token);
  for (const _ of [1, 2]) {
    vi.advanceTimersByTime(15_000);
    expect(await next()).toBe(heartbeat);
  }
  shop.later(longerThanInvitationsLast);
  vi.advanceTimersByTime(15_000);
  expect(await rest(next)).toBe(heartbeat);
});

it("leaves nothing running when the page is left", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { token } = await invited();
  const { leave } = await listening(token);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  await leave();
  expect(vi.getTimerCount()).toBe(0);
});

it("is 404 for every dead token alike, before any stream begins", async () => {
  const used = await invited();
  await shop.ledger.claimSeat({ invitationToken: used.token });
  await shop.ledger.revokeSeat({ seatId: used.seatId });
  const expired = await invited();
  shop.later(longerThanInvitationsLast);
  for (const token of ["unknown", used.token, expired.token]) {
    const { status, json } = await ask(shop, "GET", stream(token), { token: null });
    expect([status, json]).toEqual([404, { error: "ResourceNotFound", detail: "Invalid or expired invitation token" }]);
  }
});

it("answers HEAD without listening", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { token } = await invited();
  const response = await shop.api.fetch(requestOf("HEAD", stream(token), { token: null }));
  expect([response.status, response.headers.get("Content-Type"), response.body]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
    null,
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

it("comes through a server at once, and stops there when the page is left", async () => {
  await using served = await onPort(shop.api);
  const { token } = await invited();
  const left = new AbortController();
  const response = await fetch(`${served.url}${stream(token)}`, { signal: left.signal });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(heartbeat);
  left.abort();
  await expect(reader?.read()).rejects.toThrow();
});
