// Replaying Polar into a ledger: what comes of what Polar shows. Polar is the sandbox on a real port; everything is asked by
// public names.

import { replayPolar } from "@seat-ledger/polar";
import { createDemoSandbox } from "@seat-ledger/polar-sandbox";
import { expect, test } from "vitest";
import {
  type Answering,
  claim,
  clientOf,
  emptyLedger,
  ledgerListings,
  polarListings,
  smallWorld,
  stepsOf,
} from "./setting.ts";

test("the demo replays whole: every listing of the ledger equals Polar's", async () => {
  const { sandbox, organizationId } = createDemoSandbox();
  const polar = await clientOf(sandbox);
  const ledger = await emptyLedger();
  const report = await replayPolar({ ledger, polar });
  const listings = await polarListings(polar);
  expect(report.failures).toEqual([]);
  expect(report).toMatchObject({ complete: true, drift: [], waitedMs: 0, pools: listings.length });
  expect(report.seats).toBe(listings.flatMap(({ rows }) => rows).length);
  expect(await ledgerListings(ledger)).toEqual(listings);
  const { pools } = await ledger.listPools({ organizationId });
  expect(pools.every(({ authority }) => authority === "polar")).toBe(true);
  expect(new Set(pools.map(({ status }) => status))).toEqual(new Set(["active", "closed", "unpaid"]));
});

test("a pass asks once for each page and each pool, and twice for what Polar tells of the past", async () => {
  const polar = await clientOf(createDemoSandbox().sandbox);
  const report = await replayPolar({ ledger: await emptyLedger(), polar });
  expect(report.requests).toBe(1 + 2 + 2 + report.pools);
});

test("a second pass over the same Polar appends nothing", async () => {
  const polar = await clientOf(createDemoSandbox().sandbox);
  const ledger = await emptyLedger();
  const first = await replayPolar({ ledger, polar });
  const second = await replayPolar({ ledger, polar });
  expect(first.appended).toBeGreaterThan(0);
  expect(second).toEqual({ ...first, appended: 0, inferred: 0 });
});

test("it replays organizations without the member model, where seats are held by customers", async () => {
  const { sandbox, pool, pass, polar, ledger, replay } = await smallWorld({ memberModel: false });
  const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  pass(1);
  claim(sandbox, seat.id);
  expect((await replay()).failures).toEqual([]);
  expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
  pass(1);
  sandbox.revokeSeat({ seatId: seat.id });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  expect((await replay()).failures).toEqual([]);
  expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
  expect((await replay()).appended).toBe(0);
});

test("the order that invoices a subscription is no pool, nor is a purchase without seats", async () => {
  const { sandbox, organizationId, customerId, productId, subscriptionId, ledger, replay } = await smallWorld();
  sandbox.createOrder({ productId, customerId, seats: 3, subscriptionId });
  const once = sandbox.createProduct({ organizationId, name: "Poster", recurring: false, seatBased: false }).id;
  sandbox.createOrder({ productId: once, customerId, seats: null });
  expect(await replay()).toMatchObject({ pools: 1, complete: true });
  const { pools } = await ledger.listPools();
  expect(pools.map((pool) => pool.subscriptionId)).toEqual([subscriptionId]);
});

test("a seat handed on between two passes has an inferred revoke with its span, and a second holding", async () => {
  const { sandbox, pool, pass, ledger, replay } = await smallWorld({ seats: 1 });
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const claimed = pass(2);
  claim(sandbox, seatId);
  await replay();
  pass(5);
  sandbox.revokeSeat({ seatId });
  const handedOn = pass(3);
  expect(sandbox.assignSeat({ ...pool, email: "bob@acme.example" }).id).toBe(seatId);
  expect(await replay()).toMatchObject({ complete: true, inferred: 1 });
  const { entries } = await ledger.history({ seatId });
  const revoke = entries.find(({ event }) => event.type === "SeatRevoked");
  expect(revoke).toMatchObject({ inferred: true, occupancy: 1, holder: { email: "ada@acme.example" } });
  expect(revoke?.event).toMatchObject({ inferred: true, notBefore: claimed, notAfter: handedOn });
  expect(entries.at(-1)).toMatchObject({ occupancy: 2, statusAfter: "pending", holder: { email: "bob@acme.example" } });
  expect((await replay()).appended).toBe(0);
});

test("a claimed seat whose expiry survived was assigned and then claimed, one without it was granted", async () => {
  const { sandbox, pool, pass, ledger, replay } = await smallWorld();
  const invited = sandbox.assignSeat({ ...pool, email: "ada@acme.example" }).id;
  const granted = sandbox.assignSeat({ ...pool, email: "bob@acme.example", immediateClaim: true }).id;
  pass(2);
  claim(sandbox, invited);
  expect(await replay()).toMatchObject({ complete: true, inferred: 0 });
  const ada = { occupancy: 1, email: "ada@acme.example", inferred: false };
  expect(await stepsOf(ledger, invited)).toEqual([
    { type: "SeatAssigned", at: "2026-10-05T09:00:00.000Z", ...ada },
    { type: "SeatClaimed", at: "2026-10-05T11:00:00.000Z", ...ada },
  ]);
  expect(await stepsOf(ledger, granted)).toEqual([
    { type: "SeatGranted", at: "2026-10-05T09:00:00.000Z", occupancy: 1, email: "bob@acme.example", inferred: false },
  ]);
});

test("a revoke seen later is observed at Polar's time, and history still names who held the seat", async () => {
  const { sandbox, pool, pass, polar, ledger, replay } = await smallWorld();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  const at = pass(4).toISOString();
  sandbox.revokeSeat({ seatId });
  expect(await replay()).toMatchObject({ appended: 1, inferred: 0 });
  const revoked = { type: "SeatRevoked", at, occupancy: 1, email: "ada@acme.example", inferred: false };
  expect((await stepsOf(ledger, seatId)).at(-1)).toEqual(revoked);
  expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
});

test("a member's changed e-mail shows on the seat, and history keeps the old one", async () => {
  const { sandbox, pool, pass, ledger, replay } = await smallWorld();
  const { id: seatId, memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "ada.lovelace@acme.example");
  expect(await replay()).toMatchObject({ complete: true, inferred: 0 });
  const emails = (await stepsOf(ledger, seatId)).map(({ type, email }) => [type, email]);
  expect(emails).toEqual([
    ["SeatAssigned", "ada@acme.example"],
    ["HolderChanged", "ada.lovelace@acme.example"],
  ]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({
    email: "ada.lovelace@acme.example",
    member: { email: "ada.lovelace@acme.example" },
  });
  expect((await replay()).appended).toBe(0);
});

test("a decrease below the seats that are held is recorded as over-use", async () => {
  const { sandbox, pool, subscriptionId, ledger, replay } = await smallWorld({ seats: 3 });
  for (const name of ["ada", "bob", "cyd"]) sandbox.assignSeat({ ...pool, email: `${name}@acme.example` });
  await replay();
  sandbox.applyScheduledSeats(subscriptionId, 1);
  expect(await replay()).toMatchObject({ complete: true, appended: 1 });
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 1, pending: 3, available: 0, overused: 2 });
});

test("a subscription that ended closes with its seats, and one that comes back is open again", async () => {
  const { sandbox, pool, pass, subscriptionId, ledger, polar, replay } = await smallWorld();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  const ended = pass(30);
  sandbox.endSubscription(subscriptionId);
  expect(await replay()).toMatchObject({ complete: true, appended: 2, inferred: 0 });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "closed", pending: 0 });
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked", revokedAt: ended });
  sandbox.reactivateSubscription(subscriptionId);
  await replay();
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active" });
  expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
});

test("a subscription that never began is no pool", async () => {
  const { sandbox, productId, customerId, replay } = await smallWorld();
  sandbox.createSubscription({ productId, customerId, seats: 4, status: "incomplete" });
  expect(await replay()).toMatchObject({ complete: true, pools: 1 });
});

test("a refund leaves an order's seats, and a payment opens them", async () => {
  const { sandbox, organizationId, customerId, ledger, replay } = await smallWorld();
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const orderId = sandbox.createOrder({ productId, customerId, seats: 2, status: "pending" }).id;
  await replay();
  expect(await ledger.getPool({ orderId })).toMatchObject({ status: "unpaid" });
  sandbox.payOrder(orderId);
  sandbox.assignSeat({ orderId, email: "ada@acme.example" });
  sandbox.refundOrder(orderId);
  expect(await replay()).toMatchObject({ complete: true });
  expect(await ledger.getPool({ orderId })).toMatchObject({ status: "active", pending: 1 });
});

test("a known order that is voided closes, an unknown one is no pool", async () => {
  let status = "paid";
  const voiding: Answering = async (request, next) => {
    const response = await next();
    if (!request.url.includes("/orders")) return response;
    const page = (await response.json()) as { items: object[] };
    return Response.json({ ...page, items: page.items.map((order) => ({ ...order, status })) });
  };
  const { sandbox, organizationId, customerId, ledger, replay } = await smallWorld({}, voiding);
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const orderId = sandbox.createOrder({ productId, customerId, seats: 2 }).id;
  await replay();
  status = "void";
  sandbox.createOrder({ productId, customerId, seats: 2 });
  expect(await replay()).toMatchObject({ complete: true, pools: 2 });
  expect(await ledger.getPool({ orderId })).toMatchObject({ status: "closed" });
});

test("more pools than a page holds are all replayed, each once", async () => {
  const { sandbox, productId, customerId, ledger, replay, pass } = await smallWorld();
  for (let made = 1; made < 130; made += 1) {
    pass(1);
    sandbox.createSubscription({ productId, customerId, seats: 1 });
  }
  expect(await replay()).toMatchObject({ complete: true, pools: 130, requests: 1 + 2 + 2 + 1 + 130 });
  expect((await ledger.listPools({ limit: 1_000 })).pools).toHaveLength(130);
});

test("a subscription shown on two pages is one pool, and one that slipped through makes the pass incomplete", async () => {
  const shift: Answering = async (request, next) => {
    const { pathname, searchParams } = new URL(request.url);
    const response = await next();
    if (pathname !== "/v1/subscriptions/" || searchParams.get("page") !== "2") return response;
    const page = (await response.json()) as { items: unknown[] };
    return Response.json({ ...page, items: [{ ...first }, ...page.items.slice(1)] });
  };
  const { sandbox, productId, customerId, polar, replay } = await smallWorld({}, shift);
  for (let made = 1; made < 102; made += 1) sandbox.createSubscription({ productId, customerId, seats: 1 });
  const first = (await polar.subscriptions.list({ sorting: ["started_at"] })).items[0];
  const report = await replay();
  expect(report).toMatchObject({ pools: 101, complete: false });
  expect(report.failures).toEqual([
    { subscriptionId: null, orderId: null, message: expect.stringContaining("counts 102 subscriptions") },
  ]);
});

test("one organization can be asked for alone, and others stay out", async () => {
  const { sandbox, organizationId, polar, ledger } = await smallWorld();
  const other = sandbox.createOrganization({ name: "Globex", slug: "globex" }).id;
  const productId = sandbox.createProduct({ organizationId: other, name: "Charts", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId: other, email: "buyer@globex.example" }).id;
  sandbox.createSubscription({ productId, customerId, seats: 2 });
  expect(await replayPolar({ ledger, polar, organizationId })).toMatchObject({ pools: 1, complete: true });
  expect((await ledger.listPools()).pools.map((pool) => pool.organizationId)).toEqual([organizationId]);
  expect(await replayPolar({ ledger, polar })).toMatchObject({ pools: 2, complete: true });
});

test("pools of an organization without seats are passed over", async () => {
  const { replay } = await smallWorld({ seatsEnabled: false });
  expect(await replay()).toMatchObject({ complete: true, pools: 0, requests: 1, appended: 1 });
});
