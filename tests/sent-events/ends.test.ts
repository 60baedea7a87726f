// How a stream ends: with the right of whoever asked, with the ledger, with the API, with a client that takes nothing.

import { afterEach, describe, expect, it } from "vitest";
import { ask } from "../conformance/ask.ts";
import { openShop, type Shop, tokens } from "../conformance/shop.ts";
import { eventually } from "../streams/eventually.ts";
import { type Asking, hintsOf, listen } from "./listener.ts";

const heartbeatMs = 10;
const sessionLasts = 60 * 60 * 1_000;
let shop: Shop;

async function open(): Promise<Shop> {
  shop = await openShop({ options: { heartbeatMs } });
  return shop;
}

afterEach(async () => {
  await shop[Symbol.asyncDispose]();
});

const own = () => `subscription_id=${shop.acme.subscriptionId}`;
const paths = () => [
  `/v1/ledger/streams/seats?${own()}`,
  "/v1/ledger/streams/pools",
  "/v1/ledger/streams/events?types=PoolClosed",
];

/** Reads from the beginning on: at ten milliseconds a heartbeat whoever waits is soon cut off. */
async function readAll(path: string, given: Asking = {}) {
  const stream = await listen(shop.api, path, given);
  return { stream, told: stream.rest() };
}

const ended = (reason: string) => ({ id: null, event: "end", data: { reason } });

async function claimedSession(): Promise<{ readonly seatId: string; readonly token: string }> {
  const { invitation } = await shop.ledger.assignSeat({
    subscriptionId: shop.acme.subscriptionId,
    email: "j@acme.example",
  });
  const claimed = await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  return { seatId: claimed.seat.id, token: claimed.customerSessionToken };
}

describe("a stream ends, and says why, when", () => {
  it.each([
    ["the token is taken no more", () => shop.dismiss(tokens.acme), "Unauthorized"],
    ["the token has lost the scope", () => admit(["products:read"]), "InsufficientScope"],
    [
      "the token stands for another organization",
      () => admit(["customer_seats:read", "ledger:read"], "other"),
      "Unauthorized",
    ],
    [
      "the token stands for a customer",
      () => shop.admit(tokens.acme, { type: "customer", customerId: shop.acme.customerId, scopes: [] }),
      "Unauthorized",
    ],
  ])("%s", async (_, happens, reason) => {
    await open();
    const streams = await Promise.all(paths().map((path) => readAll(path)));
    happens();
    for (const { told } of streams) expect((await told).at(-1)).toEqual(ended(reason));
  });

  it.each([
    ["the session's hour is over", () => shop.later(sessionLasts)],
    ["the holder of the session leaves the seat", (seatId: string) => shop.ledger.revokeSeat({ seatId })],
  ])("%s", async (_, happens) => {
    await open();
    const { seatId, token } = await claimedSession();
    const { told } = await readAll(`/v1/customer-portal/seats/stream?${own()}`, { token });
    await happens(seatId);
    expect((await told).at(-1)).toEqual(ended("Unauthorized"));
  });

  it("seats are disabled for the organization", async () => {
    await open();
    const { told } = await readAll(paths()[0] ?? "");
    await disableSeats();
    expect((await told).at(-1)).toEqual(ended("SeatsNotEnabled"));
  });

  it("the ledger closes", async () => {
    await open();
    const streams = await Promise.all(paths().map((path) => readAll(path)));
    await shop.ledger.close();
    for (const { told } of streams) expect((await told).at(-1)).toEqual(ended("LedgerClosed"));
  });

  it("nobody can say for four heartbeats who asks; each time is reported", async () => {
    await open();
    const { told } = await readAll("/v1/ledger/streams/pools");
    shop.admit(tokens.acme, { type: "organization", organizationId: "nobody", scopes: [] });
    expect((await told).at(-1)).toEqual(ended("InternalServerError"));
    expect(shop.failures).toHaveLength(4);
  });

  it("nobody answers for four heartbeats who asks; each time is reported", async () => {
    let isSilent = false;
    shop = await openShop({
      options: { heartbeatMs },
      beforeAuthenticate: () => (isSilent ? new Promise(() => {}) : Promise.resolve()),
    });
    const { told } = await readAll("/v1/ledger/streams/pools");
    isSilent = true;
    expect((await told).at(-1)).toEqual(ended("InternalServerError"));
    expect(shop.failures).toHaveLength(4);
  });
});

describe("a stream ends by the name by which whoever comes back is refused", () => {
  it.each([
    ["problem details have on the ledger's own routes", "/v1/ledger/streams/seats", () => tokens.acme, "code"],
    [
      "Polar has in the portal",
      "/v1/customer-portal/seats/stream",
      async () => (await claimedSession()).token,
      "error",
    ],
    [
      "Polar has in the portal, also where the path is written otherwise",
      "/v1/customer%2Dportal/seats/stream",
      async () => (await claimedSession()).token,
      "error",
    ],
  ])("%s", async (_, route, tokenOf, field) => {
    await open();
    const token = await tokenOf();
    const path = `${route}?${own()}`;
    const { told } = await readAll(path, { token });
    await disableSeats();
    const { data } = (await told).at(-1) ?? {};
    const { status, json } = await ask(shop, "GET", path, { token });
    expect([status, data]).toEqual([403, { reason: json[field] }]);
  });
});

describe("a stream goes on while", () => {
  it("it can't be said for three heartbeats who asks, and then again; each time is reported", async () => {
    let asked = 0;
    const answeredAt = [1, 5, 9];
    shop = await openShop({
      options: { heartbeatMs },
      async beforeAuthenticate() {
        asked += 1;
        if (asked < 10 && !answeredAt.includes(asked)) throw new Error("the directory is down");
      },
    });
    await using stream = await listen(shop.api, "/v1/ledger/streams/events?types=PoolResized");
    const next = stream.next();
    await eventually(() => expect(asked).toBeGreaterThan(9));
    await shop.ledger.resizePool({ subscriptionId: shop.acme.subscriptionId, seats: 9 });
    expect((await next)?.data.data.seats).toBe(9);
    expect(shop.failures).toHaveLength(6);
  });
});

async function disableSeats(): Promise<void> {
  const { id, name, slug } = await shop.ledger.getOrganization({ organizationId: shop.acme.organizationId });
  await shop.ledger.registerOrganization({ id, name, slug, seatsEnabled: false });
}

function admit(scopes: readonly string[], whose: "acme" | "other" = "acme"): void {
  shop.admit(tokens.acme, { type: "organization", organizationId: shop[whose].organizationId, scopes });
}

describe("api.close()", () => {
  it("ends every stream with a hint when to come back, begins none, and answers everything else", async () => {
    await open();
    const { token } = await claimedSession();
    const streams = await Promise.all([
      ...paths().map((path) => readAll(path)),
      readAll(`/v1/customer-portal/seats/stream?${own()}`, { token }),
    ]);
    shop.api.close();
    for (const { stream, told } of streams) {
      expect((await told).at(-1)).toEqual(ended("Stopping"));
      const [first, hint = 0, ...more] = hintsOf(stream);
      expect([first, ...more]).toEqual([2_000]);
      expect(hint).toBeGreaterThanOrEqual(1_000);
      expect(hint).toBeLessThanOrEqual(5_000);
    }
    for (const path of paths()) {
      const { status, headers } = await ask(shop, "GET", path);
      expect([status, headers.get("Retry-After")]).toEqual([503, "2"]);
    }
    expect((await ask(shop, "GET", `/v1/customer-seats?${own()}`)).status).toBe(200);
  });

  it("ends the stream of a claim page too", async () => {
    await open();
    const { subscriptionId } = shop.acme;
    const { invitation } = await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    const { told } = await readAll(`/v1/customer-seats/claim/${invitation?.token}/stream`);
    shop.api.close();
    expect(await told).toEqual([ended("Stopping")]);
  });
});

describe("a client that takes nothing", () => {
  it("finds the newest list when it reads again, and never a queue", async () => {
    shop = await openShop();
    const { subscriptionId } = shop.acme;
    const stream = await listen(shop.api, `/v1/ledger/streams/seats?${own()}`);
    for (let seats = 4; seats < 60; seats += 1) {
      await shop.ledger.resizePool({ subscriptionId, seats });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const totals: number[] = [];
    while (totals.at(-1) !== 59) totals.push((await stream.next())?.data.total_seats);
    // One was told, one may have been on its way to be told.
    expect(totals.length).toBeLessThanOrEqual(4);
    await stream.leave();
  });

  it("is told every event when it reads again", async () => {
    shop = await openShop();
    const { subscriptionId } = shop.acme;
    const stream = await listen(shop.api, "/v1/ledger/streams/events?types=PoolResized");
    for (let seats = 4; seats < 60; seats += 1) await shop.ledger.resizePool({ subscriptionId, seats });
    const seats: number[] = [];
    while (seats.at(-1) !== 59) seats.push((await stream.next())?.data.data.seats);
    expect(seats).toEqual(Array.from({ length: 56 }, (_, index) => index + 4));
    await stream.leave();
  });

  it("is cut off after four heartbeats, not ended as if all were told", async () => {
    await open();
    const request = new Request("http://seats.example/v1/ledger/streams/pools", {
      headers: { Authorization: `Bearer ${tokens.acme}` },
    });
    const { body } = await shop.api.fetch(request);
    const reader = body?.getReader();
    await expect(reader?.closed).rejects.toThrow("the client takes nothing");
  });
});
