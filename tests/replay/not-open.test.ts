// What has no seats as a rule: subscriptions that never began, drafts, voided orders, and everything of an organization that
// sells no seats any more. Where seats show they are mirrored, and what a pass did not look at it says.

import { createPolarWebhookHandler, type ReplayReport, replayPolar, startPolarSync } from "@seat-ledger/polar";
import { expect, onTestFinished, test } from "vitest";
import { requestOf, secret } from "../polar/webhooks/stage.ts";
import { type Answering, ledgerListings, polarListings, smallWorld } from "./setting.ts";

/** A Polar that shows its things in another status than the stand-in has them. */
function restated() {
  const statuses = new Map<string, string>();
  const answering: Answering = async (request, next) => {
    const response = await next();
    if (statuses.size === 0 || !/\/(subscriptions|orders)/.test(request.url)) return response;
    const body = (await response.json()) as { items?: { id: string; status: string }[] };
    const items = body.items?.map((item) => ({ ...item, status: statuses.get(item.id) ?? item.status }));
    return Response.json({ ...body, items });
  };
  return { statuses, answering };
}

test.each(["incomplete", "incomplete_expired"])(
  "a subscription that is %s is no pool while it has no seats",
  async (status) => {
    const { statuses, answering } = restated();
    const { sandbox, productId, customerId, replay, ledger } = await smallWorld({}, answering);
    statuses.set(sandbox.createSubscription({ productId, customerId, seats: 4 }).id, status);
    expect(await replay()).toMatchObject({ complete: true, pools: 1, drift: [] });
    expect(await replay()).toMatchObject({ complete: true, pools: 1, drift: [], appended: 0 });
    expect((await ledger.listPools()).pools).toHaveLength(1);
  },
);

test.each(["incomplete", "incomplete_expired"])(
  "a subscription that is %s and has seats is mirrored, and then it is known",
  async (status) => {
    const { statuses, answering } = restated();
    const { sandbox, subscriptionId, pool, replay, ledger, polar } = await smallWorld({}, answering);
    sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
    statuses.set(subscriptionId, status);
    expect(await replay()).toMatchObject({ complete: true, pools: 1, seats: 1, drift: [] });
    expect(await ledger.getPool(pool)).toMatchObject({ status: "closed", pending: 1 });
    expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
    expect(await replay()).toMatchObject({ complete: true, pools: 1, drift: [], appended: 0 });
    statuses.clear();
    await replay();
    expect(await ledger.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
  },
);

test.each([
  ["draft", "unpaid"],
  ["void", "closed"],
])("an order that is %s is a pool only where it has seats", async (status, poolStatus) => {
  const { statuses, answering } = restated();
  const { sandbox, organizationId, customerId, replay, ledger } = await smallWorld({}, answering);
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const [orderId, empty] = [1, 2].map(() => sandbox.createOrder({ productId, customerId, seats: 2 }).id);
  sandbox.assignSeat({ orderId: orderId ?? "", email: "ada@acme.example" });
  for (const id of [orderId, empty]) statuses.set(id ?? "", status);
  expect(await replay()).toMatchObject({ complete: true, pools: 2, drift: [] });
  expect(await ledger.getPool({ orderId: orderId ?? "" })).toMatchObject({ status: poolStatus, pending: 1 });
  await expect(ledger.getPool({ orderId: empty ?? "" })).rejects.toMatchObject({ code: "PoolNotFound" });
});

test.each([403, 404])(
  "a draft whose seats Polar refuses with %s makes no pass incomplete, and is told",
  async (status) => {
    const { statuses, answering } = restated();
    let draft = "";
    const refusing: Answering = async (request, next) =>
      draft !== "" && request.url.includes(`subscription_id=${draft}`)
        ? Response.json({ error: "ResourceNotFound", detail: "no" }, { status })
        : await answering(request, next);
    const { sandbox, productId, customerId, replay } = await smallWorld({}, refusing);
    draft = sandbox.createSubscription({ productId, customerId, seats: 2 }).id;
    statuses.set(draft, "incomplete");
    const told = { kind: "stale", subscriptionId: draft, done: "left" };
    expect(await replay()).toMatchObject({ complete: true, failures: [], drift: [told] });
    expect(await replay()).toMatchObject({ complete: true, failures: [], drift: [told], appended: 0 });
  },
);

test("what the requests of a pass don't suffice for is told, and looked at by one of the next passes", async () => {
  const { statuses, answering } = restated();
  const { sandbox, productId, customerId, polar, ledger, pass } = await smallWorld({}, answering);
  const ids = Array.from({ length: 12 }, () => {
    pass(1);
    return sandbox.createSubscription({ productId, customerId, seats: 2 }).id;
  });
  for (const id of ids) statuses.set(id, "incomplete");
  const last = { subscriptionId: ids.at(-1) ?? "" };
  sandbox.assignSeat({ ...last, email: "ada@acme.example" });
  let passes = 0;
  let left = 12;
  do {
    passes += 1;
    const before = sandbox.requests();
    const report = await replayPolar({ ledger, polar, requestsPerMinute: 100_000 });
    expect(report).toMatchObject({ complete: true });
    const pools = (await ledger.listPools()).pools.length;
    expect(sandbox.requests() - before).toBeLessThanOrEqual(1 + pools + 10);
    const stale = report.drift.filter(({ kind }) => kind === "stale");
    left = stale.filter((entry) => entry.kind === "stale" && entry.listedAt === null).length;
    expect(stale.length).toBeGreaterThan(0);
  } while (left > 0 && passes < 12);
  expect(passes).toBeLessThan(12);
  expect(await ledger.getPool(last)).toMatchObject({ pending: 1 });
});

/** A Polar with so many subscriptions in a status without seats, and how often it was asked for the seats of each. */
async function manyWithout(count: number, status: string) {
  const { statuses, answering } = restated();
  const looks = new Map<string, number>();
  const counting: Answering = (request, next) => {
    const id = /customer-seats.*subscription_id=([\w-]+)/.exec(request.url)?.[1];
    if (id !== undefined) looks.set(id, (looks.get(id) ?? 0) + 1);
    return answering(request, next);
  };
  const small = await smallWorld({}, counting);
  const { sandbox, productId, customerId } = small;
  const ids = Array.from({ length: count }, () => sandbox.createSubscription({ productId, customerId, seats: 2 }).id);
  for (const id of ids) statuses.set(id, status);
  return { ...small, ids, statuses, looksAt: () => ids.map((id) => looks.get(id) ?? 0) };
}

const staleIn = ({ drift }: Pick<ReplayReport, "drift">) => drift.filter(({ kind }) => kind === "stale").length;

test("what is over for good is looked at once, and is stale no more", async () => {
  const { looksAt, replay } = await manyWithout(12, "incomplete_expired");
  expect(staleIn(await replay())).toBeGreaterThan(0);
  for (let passes = 1; passes < 3; passes += 1) await replay();
  expect(staleIn(await replay())).toBe(0);
  expect(looksAt()).toEqual(Array(12).fill(1));
});

test("what is over for good and whose seats Polar refused is looked at again", async () => {
  const { statuses, answering } = restated();
  let isRefused = true;
  let over = "";
  const refusing: Answering = async (request, next) =>
    isRefused && over !== "" && request.url.includes(`subscription_id=${over}`)
      ? Response.json({ error: "NotPermitted", detail: "no" }, { status: 403 })
      : await answering(request, next);
  const { sandbox, productId, customerId, replay, ledger } = await smallWorld({}, refusing);
  over = sandbox.createSubscription({ productId, customerId, seats: 2 }).id;
  sandbox.assignSeat({ subscriptionId: over, email: "ada@acme.example" });
  statuses.set(over, "incomplete_expired");
  expect(staleIn(await replay())).toBe(1);
  isRefused = false;
  expect(staleIn(await replay())).toBe(0);
  expect(await ledger.getPool({ subscriptionId: over })).toMatchObject({ pending: 1 });
});

/** A subscription with a seat that a pass lists as never begun, and of which a webhook tells another status before it is looked at. */
async function changedMeanwhile(status: string) {
  const { statuses, answering } = restated();
  let change: (() => Promise<void>) | null = null;
  const changing: Answering = async (request, next) => {
    if (request.url.includes("/customer-seats")) await change?.();
    return await answering(request, next);
  };
  const { sandbox, organizationId, productId, customerId, pass, ledger, replay } = await smallWorld({}, changing);
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks/polar", secret });
  const { id: subscriptionId } = sandbox.createSubscription({ productId, customerId, seats: 2 });
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  statuses.set(subscriptionId, "incomplete");
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret] });
  onTestFinished(() => handle.close());
  change = async () => {
    change = null;
    statuses.set(subscriptionId, status);
    pass(1);
    sandbox.updateSubscriptionSeats(subscriptionId, 5);
    const heard = sandbox.webhooks.events().filter(({ payload }) => payload.includes('"subscription.updated"'));
    for (const { id, payload } of heard) {
      const body = payload.replaceAll('"status":"active"', `"status":"${status}"`);
      await handle(requestOf({ id, body }, { at: new Date() }));
    }
    await handle.idle();
  };
  const report = await replay();
  return { report, ledger, pool: { subscriptionId } };
}

test("what began after it was listed is not put back", async () => {
  const { report, ledger, pool } = await changedMeanwhile("active");
  expect(report).toMatchObject({ complete: true });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active", seats: 5, pending: 1 });
  const { entries } = await ledger.history(pool);
  expect(entries.map(({ event }) => event.type)).not.toContain("PoolClosed");
});

test("what expired after it was listed is mirrored with its seats all the same", async () => {
  const { report, ledger, pool } = await changedMeanwhile("incomplete_expired");
  expect(report).toMatchObject({ complete: true, failures: [] });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "closed", pending: 1 });
});

test("what began since it was looked at is new, and no drift", async () => {
  const { statuses, answering } = restated();
  const { sandbox, productId, customerId, replay } = await smallWorld({}, answering);
  const { id: subscriptionId } = sandbox.createSubscription({ productId, customerId, seats: 2 });
  statuses.set(subscriptionId, "incomplete");
  expect(await replay()).toMatchObject({ complete: true, pools: 1, drift: [] });
  statuses.clear();
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  expect(await replay()).toMatchObject({ complete: true, pools: 2, seats: 1, drift: [] });
});

test("what may still begin is looked at again and again, and is stale where the pass did not look", async () => {
  const { looksAt, replay } = await manyWithout(12, "incomplete");
  for (let passes = 0; passes < 6; passes += 1) expect(staleIn(await replay())).toBeGreaterThan(0);
  expect(Math.min(...looksAt())).toBeGreaterThan(1);
});

test("a sync looks at all that was never looked at after its first pass", async () => {
  const { sandbox, ids, statuses, looksAt, polar, ledger, pool } = await manyWithout(30, "incomplete_expired");
  const last = { subscriptionId: ids.at(-1) ?? "" };
  statuses.delete(last.subscriptionId);
  sandbox.assignSeat({ ...last, email: "ada@acme.example" });
  statuses.set(last.subscriptionId, "incomplete_expired");
  const sync = startPolarSync({ ledger, polar, requestsPerMinute: 100_000 });
  await sync.caughtUp();
  await sync.stop();
  expect(Math.min(...looksAt())).toBe(1);
  expect(await ledger.getPool(last)).toMatchObject({ status: "closed", pending: 1 });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active" });
  const report = await replayPolar({ ledger, polar, requestsPerMinute: 100_000 });
  expect(report).toMatchObject({ complete: true, drift: [], appended: 0, pools: 2 });
  expect(Math.max(...looksAt().slice(0, -1))).toBe(1);
});

test("the pools of an organization that sells no seats any more are told as not looked at", async () => {
  let isOff = false;
  const switching: Answering = async (request, next) => {
    const response = await next();
    if (!isOff || !request.url.includes("/organizations")) return response;
    return new Response(
      (await response.text()).replaceAll('"seat_based_pricing_enabled":true', '"seat_based_pricing_enabled":false'),
    );
  };
  const { sandbox, subscriptionId, pool, replay, ledger } = await smallWorld({}, switching);
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  isOff = true;
  const stale = { kind: "stale", subscriptionId, orderId: null, seatId: null, done: "left" };
  expect(await replay()).toMatchObject({ complete: true, drift: [{ ...stale, listedAt: expect.any(String) }] });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
  isOff = false;
  expect(await replay()).toMatchObject({ complete: true, drift: [] });
});
