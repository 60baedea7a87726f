// How often one may ask without saying who one is, and how often one may be wrong about it.

import { createSeatApi, type SeatApiOptions } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Asked, ask as send } from "./ask.ts";
import { withCheckedAnswers } from "./checked-answers.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;
let invitation: string;

beforeEach(async () => {
  shop = await openShop();
  const { subscriptionId } = shop.acme;
  const assigned = await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
  invitation = assigned.invitation?.token ?? "";
});

afterEach(() => shop[Symbol.asyncDispose]());

const claimInfo = (token: string) => `/v1/customer-seats/claim/${token}`;
const list = () => `/v1/customer-seats?subscription_id=${shop.acme.subscriptionId}`;

/** An API whose clients say in a header from where they come, and how to ask it. */
function limited(rateLimits: SeatApiOptions["rateLimits"], clientAddress = addressHeader) {
  const authenticate = async (request: Request) =>
    request.headers.get("authorization") === `Bearer ${tokens.acme}`
      ? { type: "organization" as const, organizationId: shop.acme.organizationId, scopes: ["customer_seats:read"] }
      : null;
  const api = withCheckedAnswers(createSeatApi({ ledger: shop.ledger, authenticate, rateLimits, clientAddress }));
  return (method: string, path: string, address: string, given?: Asked) =>
    send({ api }, method, path, { ...given, headers: { "x-from": address } });
}

function addressHeader(request: Request): string | null {
  return request.headers.get("x-from");
}

type Ask = ReturnType<typeof limited>;

async function statuses(times: number, ask: () => ReturnType<Ask>): Promise<readonly number[]> {
  const found = [];
  for (let time = 0; time < times; time += 1) found.push((await ask()).status);
  return found;
}

describe("the claim routes", () => {
  it("are limited by address, all three together", async () => {
    const ask = limited({ claimsPerAddress: 3 });
    const claim = { token: null, body: { invitation_token: "unknown" } };
    expect(await statuses(2, () => ask("GET", claimInfo(invitation), "192.0.2.1"))).toEqual([200, 200]);
    expect((await ask("POST", "/v1/customer-seats/claim", "192.0.2.1", claim)).status).toBe(400);
    for (const path of [claimInfo(invitation), `${claimInfo(invitation)}/stream`]) {
      expect((await ask("GET", path, "192.0.2.1")).status).toBe(429);
    }
    expect((await ask("POST", "/v1/customer-seats/claim", "192.0.2.1", claim)).status).toBe(429);
    expect((await ask("GET", claimInfo(invitation), "192.0.2.2")).status).toBe(200);
  });

  it("are limited by invitation, from wherever it is asked", async () => {
    const ask = limited({ claimsPerToken: 2 });
    let last = 0;
    const from = () => `192.0.2.${last++}`;
    expect(await statuses(3, () => ask("GET", claimInfo(invitation), from()))).toEqual([200, 200, 429]);
    expect((await ask("GET", `${claimInfo(invitation)}/stream`, from())).status).toBe(429);
    const claim = { body: { invitation_token: invitation } };
    expect((await ask("POST", "/v1/customer-seats/claim", from(), claim)).status).toBe(429);
    expect((await shop.ledger.getInvitedSeat({ invitationToken: invitation })).status).toBe("pending");
    expect((await ask("GET", claimInfo("another"), from())).status).toBe(404);
  });

  it("say in Polar's shape when to come again", async () => {
    const ask = limited({ claimsPerAddress: 1 });
    await ask("GET", claimInfo(invitation), "192.0.2.1");
    const { json, headers } = await ask("GET", claimInfo(invitation), "192.0.2.1");
    const seconds = Number(headers.get("Retry-After"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(json).toEqual({ error: "TooManyRequests", detail: `Too many requests: try again in ${seconds} seconds` });
    expect(headers.get("RateLimit-Policy")).toBe('"address";q=1;w=60');
    expect(headers.get("RateLimit")).toBe(`"address";r=0;t=${seconds}`);
  });

  it("say a second, not seconds, at the end of the minute", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const ask = limited({ claimsPerAddress: 1 });
      await ask("GET", claimInfo(invitation), "192.0.2.1");
      vi.advanceTimersByTime(59_500);
      const { json } = await ask("GET", claimInfo(invitation), "192.0.2.1");
      expect(json.detail).toBe("Too many requests: try again in 1 second");
    } finally {
      vi.useRealTimers();
    }
  });

  it("count a network of IPv6 as one address, and an IPv4 address in either form as one", async () => {
    const ask = limited({ claimsPerAddress: 1 });
    const from = (address: string) => ask("GET", claimInfo(invitation), address);
    expect((await from("2001:db8:1:2::1")).status).toBe(200);
    expect((await from("2001:db8:1:2:ffff::9")).status).toBe(429);
    expect((await from("2001:db8:1:3::1")).status).toBe(200);
    expect((await from("192.0.2.1")).status).toBe(200);
    expect((await from("::ffff:192.0.2.1")).status).toBe(429);
  });
});

describe("a client that fails often with tokens", () => {
  const wrong = { token: "wrong" };

  it("is refused on every route that asks for a token, with a good one too, and nobody else is", async () => {
    const ask = limited({ failuresPerAddress: 2 });
    expect(await statuses(3, () => ask("GET", list(), "192.0.2.1", wrong))).toEqual([401, 401, 429]);
    const portal = "/v1/customer-portal/seats/subscriptions";
    expect((await ask("GET", portal, "192.0.2.1", wrong)).status).toBe(429);
    expect((await ask("GET", list(), "192.0.2.1")).status).toBe(429);
    expect((await ask("GET", list(), "192.0.2.2")).status).toBe(200);
    expect((await ask("GET", claimInfo(invitation), "192.0.2.1")).status).toBe(200);
    expect((await ask("GET", "/healthz", "192.0.2.1")).status).toBe(200);
  });

  it("is counted by failures alone: good tokens, missing ones and other refusals are none", async () => {
    const ask = limited({ failuresPerAddress: 1 });
    await statuses(5, () => ask("GET", list(), "192.0.2.1"));
    await statuses(5, () => ask("GET", list(), "192.0.2.1", { token: null }));
    await statuses(5, () => ask("GET", "/v1/customer-seats", "192.0.2.1"));
    await statuses(5, () => ask("POST", "/v1/customer-seats", "192.0.2.1", { body: {} }));
    expect((await ask("GET", list(), "192.0.2.1")).status).toBe(200);
  });
});

it("what tells of the API alone is not limited", async () => {
  const ask = limited({ claimsPerAddress: 1, claimsPerToken: 1, failuresPerAddress: 1 });
  for (const path of ["/healthz", "/openapi.json"]) {
    expect(await statuses(3, () => ask("GET", path, "192.0.2.1", { token: "wrong" }))).toEqual([200, 200, 200]);
  }
});

it("nothing is limited by an address that is not known, nor at all with false", async () => {
  const unknown = limited({ claimsPerAddress: 1, failuresPerAddress: 1 }, () => null);
  expect(await statuses(3, () => unknown("GET", claimInfo(invitation), "192.0.2.1"))).toEqual([200, 200, 200]);
  expect(await statuses(3, () => unknown("GET", list(), "192.0.2.1", { token: "wrong" }))).toEqual([401, 401, 401]);
  const free = limited(false);
  const often = await statuses(400, () => free("GET", claimInfo(invitation), "192.0.2.1"));
  expect(new Set(often)).toEqual(new Set([200]));
});

it.each([{ claimsPerAddress: 0 }, { claimsPerToken: 1.5 }, { failuresPerAddress: -1 }, { perAddress: 1 }, true])(
  "refuses %j as limits",
  (rateLimits) => {
    expect(() => limited(rateLimits as never)).toThrowError(/rateLimits/);
  },
);
