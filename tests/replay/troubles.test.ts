// What becomes of a pass when Polar changes while it is asked, stutters or lies.

import { expect, test } from "vitest";
import { type Answering, poolFact, smallWorld } from "./setting.ts";

test("a listing whose rows and counts disagree is not applied, and the others are", async () => {
  let lying = "";
  const cut: Answering = async (request, next) => {
    const response = await next();
    if (lying === "" || !request.url.includes(`subscription_id=${lying}`)) return response;
    const list = (await response.json()) as { seats: unknown[] };
    return Response.json({ ...list, seats: list.seats.slice(1) });
  };
  const { sandbox, productId, customerId, pool, subscriptionId, ledger, replay } = await smallWorld({}, cut);
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  lying = subscriptionId;
  const other = { subscriptionId: sandbox.createSubscription({ productId, customerId, seats: 2 }).id };
  sandbox.assignSeat({ ...other, email: "bob@acme.example" });
  const report = await replay();
  expect(report).toMatchObject({ complete: false, pools: 2 });
  expect(report.failures).toEqual([
    { subscriptionId, orderId: null, message: expect.stringContaining("0 live seats") },
  ]);
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
  expect(await ledger.getPool(other)).toMatchObject({ pending: 1 });
});

test("an unknown status is a failure of that pool alone, unknown fields are none, and no message tells an e-mail", async () => {
  const renaming: Answering = async (request, next) => {
    const text = await (await next()).text();
    const { searchParams } = new URL(request.url);
    const renamed = searchParams.has("subscription_id")
      ? text.replace('"status":"pending"', '"status":"asleep"')
      : text;
    return new Response(renamed.replaceAll('"modified_at"', '"invented_at":"ada@acme.example","modified_at"'));
  };
  const { sandbox, organizationId, customerId, pool, subscriptionId, replay } = await smallWorld({}, renaming);
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const orderId = sandbox.createOrder({ productId, customerId, seats: 2 }).id;
  sandbox.assignSeat({ orderId, email: "ada@acme.example" });
  const report = await replay();
  expect(report).toMatchObject({ complete: false, pools: 2, seats: 1 });
  expect(report.failures).toEqual([
    { subscriptionId, orderId: null, message: expect.stringContaining("seats.0.status") },
  ]);
  expect(JSON.stringify(report)).not.toContain("@");
});

test("a listing that Polar does not find is a failure of that pool", async () => {
  const missing: Answering = (request, next) =>
    request.url.includes("/customer-seats")
      ? Response.json({ error: "ResourceNotFound", detail: "Subscription not found" }, { status: 404 })
      : next();
  const { subscriptionId, replay } = await smallWorld({}, missing);
  const report = await replay();
  expect(report).toMatchObject({ complete: false, requests: 6, seats: 0 });
  expect(report.failures).toEqual([
    { subscriptionId, orderId: null, message: "Polar answered 404 (ResourceNotFound)." },
  ]);
});

test("a pool of the ledger's own is left alone", async () => {
  const { customerId, organizationId, pool, ledger, replay } = await smallWorld();
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "buyer@acme.example" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "maps", name: "Maps" }, seats: 9 });
  const report = await replay();
  expect(report.failures).toEqual([{ ...pool, orderId: null, message: expect.stringContaining("of its own") }]);
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 9, authority: "ledger" });
});

test("a pool that changes while Polar answers is asked for again", async () => {
  let asked = 0;
  const interfering: Answering = async (request, next) => {
    const response = await next();
    if (!request.url.includes("/customer-seats")) return response;
    asked += 1;
    if (asked === 1)
      await ledger.record([poolFact(small, asked)], { origin: "webhook", originId: "w-1", observedAt: new Date() });
    return response;
  };
  const small = await smallWorld({}, interfering);
  const { sandbox, pool, ledger, replay } = small;
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  expect(await replay()).toMatchObject({ complete: true, seats: 1, requests: 7 });
  expect(asked).toBe(2);
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
});

test("a pool that changes during every listing is a failure after three", async () => {
  let seats = 10;
  const interfering: Answering = async (request, next) => {
    const response = await next();
    if (!request.url.includes("/customer-seats")) return response;
    seats += 1;
    await ledger.record([poolFact(small, seats)], { origin: "webhook", originId: "w-1", observedAt: new Date() });
    return response;
  };
  const small = await smallWorld({}, interfering);
  const { subscriptionId, ledger, replay } = small;
  const report = await replay();
  expect(report).toMatchObject({ complete: false, requests: 8 });
  expect(report.failures).toEqual([{ subscriptionId, orderId: null, message: expect.stringContaining("changed") }]);
});

test("a server error and a broken answer are asked again after a while", async () => {
  const answers = [() => new Response("down", { status: 500 }), () => new Response('{"seats": [')];
  const stuttering: Answering = (request, next) =>
    (request.url.includes("/customer-seats") ? answers.shift()?.() : undefined) ?? next();
  const { replay } = await smallWorld({}, stuttering);
  const report = await replay();
  expect(report).toMatchObject({ complete: true, requests: 8 });
  expect(report.waitedMs).toBeGreaterThan(0);
});

test("a rate limit is waited out for exactly as long as Polar says", async () => {
  const answers = [new Response("slow down", { status: 429, headers: { "retry-after": "1" } })];
  const limiting: Answering = (request, next) =>
    (request.url.includes("/subscriptions") ? answers.shift() : undefined) ?? next();
  const { replay } = await smallWorld({}, limiting);
  const began = performance.now();
  expect(await replay()).toMatchObject({ complete: true, requests: 7, waitedMs: 1_000 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(990);
});

test("a list that stays away leaves the pass incomplete, and the other list is read", async () => {
  const limited: Answering = (request, next) =>
    request.url.includes("/subscriptions")
      ? new Response("no", { status: 429, headers: { "retry-after": "0" } })
      : next();
  const { replay } = await smallWorld({}, limited);
  const report = await replay();
  expect(report).toMatchObject({ complete: false, pools: 0, requests: 1 + 2 + 5 + 1 });
  expect(report.failures).toEqual([
    { subscriptionId: null, orderId: null, message: "Polar answered 429 (rate limit exceeded)." },
  ]);
});
