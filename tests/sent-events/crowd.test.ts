// Many streams at once, in one process: what they have in common is read once, and whoever asks for something else meanwhile is
// answered before all of them have had their turn. Counted, never timed.

import { createSeatApi, organizationScopes, type SeatApi } from "@seat-ledger/http";
import type { SeatLedger } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCountedLedger } from "../contract/counted-readings.ts";
import { type Listening, listen } from "./listener.ts";

const crowd = 300;
const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const product = { id: "team", name: "Team" };
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const principal = { type: "organization", organizationId, scopes: organizationScopes } as const;
const otherPool = { subscriptionId: "900d0000-0000-4000-8000-000000000002" };

let ledger: SeatLedger;
let api: SeatApi;
/** How many readings the store has done. */
let readings: () => number;
let streams: readonly Listening[];

beforeEach(async () => {
  ({ ledger, readings } = await openCountedLedger());
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId });
  for (const ref of [pool, otherPool])
    await ledger.openPool({ ...ref, organizationId, customerId, product, seats: 30 });
  api = createSeatApi({ ledger, authenticate: async () => principal, rateLimits: false });
  streams = [];
});

afterEach(async () => {
  await Promise.all(streams.map((stream) => stream.leave()));
  await ledger.close();
});

const seatsOf = ({ subscriptionId }: typeof pool) => `/v1/ledger/streams/seats?subscription_id=${subscriptionId}`;
const eventsAfter = (position: number) => `/v1/ledger/streams/events?after=${position}`;

/** Opens them, and answers the promises of what each is told first. */
async function opened(path: string): Promise<void> {
  streams = await Promise.all(Array.from({ length: crowd }, () => listen(api, path)));
}

function next() {
  return streams.map((stream) => stream.next());
}

function assign(email: string): Promise<Response> {
  const headers = { Authorization: "Bearer token", "Content-Type": "application/json" };
  const body = JSON.stringify({ subscription_id: pool.subscriptionId, email });
  return api.fetch(new Request("http://seats.example/v1/customer-seats", { method: "POST", headers, body }));
}

/** How many of the promises are resolved when something else is. */
async function resolvedBefore(promises: readonly Promise<unknown>[], other: Promise<unknown>): Promise<number> {
  let resolved = 0;
  for (const promise of promises) void promise.then(() => (resolved += 1));
  await other;
  return resolved;
}

describe("a change that many streams tell", () => {
  it("is read once for all streams of events", async () => {
    await opened(eventsAfter(await ledger.getPosition()));
    await ledger.resizePool({ ...pool, seats: 8 });
    await Promise.all(next());
    const told = next();
    const before = readings();
    await ledger.resizePool({ ...pool, seats: 9 });
    const heard = await Promise.all(told);
    expect(new Set(heard.map((one) => one?.data.data.seats))).toEqual(new Set([9]));
    expect(readings() - before).toBe(1);
  });

  it("is read once for all streams of seats", async () => {
    await opened(seatsOf(pool));
    await Promise.all(next());
    const told = next();
    const before = readings();
    await ledger.resizePool({ ...pool, seats: 9 });
    const heard = await Promise.all(told);
    expect(new Set(heard.map((one) => one?.data.total_seats))).toEqual(new Set([9]));
    expect(readings() - before).toBe(1);
  });

  it("of another subscription is read by none of them", async () => {
    await opened(seatsOf(otherPool));
    await Promise.all(next());
    const before = readings();
    await ledger.resizePool({ ...pool, seats: 9 });
    await ledger.resizePool({ ...otherPool, seats: 8 });
    await Promise.all(next());
    expect(readings() - before).toBe(1);
  });

  it.each([
    ["events", async () => eventsAfter(await ledger.getPosition())],
    ["seats", async () => seatsOf(pool)],
  ])("keeps no request waiting until all streams of %s have told it", async (kind, path) => {
    await opened(await path());
    if (kind === "seats") await Promise.all(next());
    const told = next();
    await ledger.resizePool({ ...pool, seats: 9 });
    const status = assign("jane@acme.example").then((response) => response.status);
    expect(await resolvedBefore(told, status)).toBeLessThan(crowd / 2);
    expect(await status).toBe(200);
    await Promise.all(told);
  });
});

describe("while many streams open", () => {
  it.each([
    ["events, from the beginning", () => eventsAfter(0)],
    ["seats", () => seatsOf(pool)],
  ])("a request is answered before all of them are told something: %s", async (_, path) => {
    for (let seats = 31; seats < 60; seats += 1) await ledger.resizePool({ ...pool, seats });
    const opening = Array.from({ length: crowd }, async () => {
      const stream = await listen(api, path());
      streams = [...streams, stream];
      return await stream.next();
    });
    const status = assign("jane@acme.example").then((response) => response.status);
    expect(await resolvedBefore(opening, status)).toBeLessThan(crowd / 2);
    expect(await status).toBe(200);
    await Promise.all(opening);
  });
});

describe("who is told nothing leaves nobody behind who watches", () => {
  async function readingsOfAChange(): Promise<number> {
    const other = createSeatApi({ ledger, authenticate: async () => principal, rateLimits: false });
    const stream = await listen(other, seatsOf(otherPool));
    await stream.next();
    const before = readings();
    await ledger.resizePool({ ...pool, seats: 9 });
    await ledger.resizePool({ ...otherPool, seats: 9 });
    await stream.next();
    await stream.leave();
    // The one that is told.
    return readings() - before - 1;
  }

  it("because only the head was asked for", async () => {
    const headers = { Authorization: "Bearer token" };
    const head = new Request(`http://seats.example${seatsOf(pool)}`, { method: "HEAD", headers });
    expect((await api.fetch(head)).status).toBe(200);
    expect(await readingsOfAChange()).toBe(0);
  });

  it("because the API was stopped while the streams opened", async () => {
    const opening = Array.from({ length: crowd }, () => listen(api, seatsOf(pool)));
    await Promise.any(opening);
    api.close();
    const opened = await Promise.allSettled(opening);
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set(["fulfilled", "rejected"]));
    expect(await readingsOfAChange()).toBe(0);
  });
});
