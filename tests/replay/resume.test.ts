// A pass that was stopped in the middle goes on where it was, and asks nothing again that it has.

import { replayPolar } from "@seat-ledger/polar";
import type { PolarSandbox } from "@seat-ledger/polar-sandbox";
import { expect, test, vi } from "vitest";
import { type Answering, smallWorld } from "./setting.ts";

/** More than a page of subscriptions, a few of them with seats, and two orders. */
function manyPools(sandbox: PolarSandbox, { organizationId, productId, customerId, pass }: Bought) {
  for (let made = 1; made < 104; made += 1) {
    pass(1);
    const subscriptionId = sandbox.createSubscription({ productId, customerId, seats: 2 }).id;
    if (made % 20 === 0) sandbox.assignSeat({ subscriptionId, email: `ada${made}@acme.example` });
  }
  const once = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  for (const seats of [1, 2]) sandbox.createOrder({ productId: once, customerId, seats });
}

interface Bought {
  readonly organizationId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly pass: (hours: number) => unknown;
}

/** A world whose pass is stopped while it makes a request, and then goes on. */
async function stoppable() {
  let left = Number.POSITIVE_INFINITY;
  let controller = new AbortController();
  const asked: string[] = [];
  const counting: Answering = (request, next) => {
    asked.push(new URL(request.url).pathname + new URL(request.url).search);
    left -= 1;
    if (left === 0) controller.abort("stopped");
    return next();
  };
  const world = await smallWorld({}, counting);
  manyPools(world.sandbox, world);
  const stopAt = async (request: number) => {
    left = request;
    controller = new AbortController();
    const { ledger, polar } = world;
    await expect(replayPolar({ ledger, polar, signal: controller.signal })).rejects.toBe("stopped");
    left = Number.POSITIVE_INFINITY;
  };
  return { ...world, asked, stopAt };
}

const whole = 1 + 2 + 2 + 1 + 104 + 2;

test.each([2, 3, 4, 5, 6, 30, whole])(
  "stopped at request %i of 112 it goes on there, without asking again",
  async (at) => {
    const { asked, stopAt, replay, ledger } = await stoppable();
    await stopAt(at);
    const report = await replay();
    expect(report).toMatchObject({ complete: true, failures: [], drift: [], pools: 106, seats: 5 });
    // What was under way when it stopped was never answered: it alone is asked again.
    const again = asked.length - new Set(asked).size;
    expect(again).toBeGreaterThanOrEqual(1);
    expect(again).toBeLessThanOrEqual(4);
    expect(report.requests).toBeLessThanOrEqual(asked.length);
    const { pools } = await ledger.listPools({ limit: 1_000 });
    expect(pools).toHaveLength(106);
    expect(pools.reduce((sum, { pending }) => sum + pending, 0)).toBe(5);
  },
);

test("stopped again and again it still ends, and has asked for each page and pool that it has only once", async () => {
  const { asked, stopAt, replay } = await stoppable();
  for (const at of [2, 2, 2, 3, 40, 1, 30, 1]) await stopAt(at);
  expect(await replay()).toMatchObject({ complete: true, drift: [], pools: 106, seats: 5 });
  expect(asked.filter((request) => request.startsWith("/v1/organizations"))).toHaveLength(1);
  expect(asked.length).toBeLessThanOrEqual(whole + 8 * 4);
});

test("a pass that ended is not gone on with: the next one asks for everything", async () => {
  const { replay } = await stoppable();
  expect(await replay()).toMatchObject({ requests: whole });
  expect(await replay()).toMatchObject({ requests: whole, appended: 0 });
});

test("what failed in the lists before the pass was stopped still makes it incomplete", async () => {
  let isLimited = true;
  const controller = new AbortController();
  const limiting: Answering = (request, next) => {
    if (isLimited && request.url.includes("/subscriptions")) return new Response("no", { status: 403 });
    if (isLimited && request.url.includes("/orders")) controller.abort("stopped");
    return next();
  };
  const { ledger, polar, replay } = await smallWorld({}, limiting);
  await expect(replayPolar({ ledger, polar, signal: controller.signal })).rejects.toBe("stopped");
  isLimited = false;
  expect(await replay()).toMatchObject({ complete: false, pools: 0, failures: [{ message: "Polar answered 403." }] });
  expect(await replay()).toMatchObject({ complete: true, pools: 1 });
});

test("a pass that is older than an hour begins anew", async () => {
  const { stopAt, replay } = await stoppable();
  await stopAt(30);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61 * 60_000 });
  try {
    expect(await replay()).toMatchObject({ complete: true, requests: whole });
  } finally {
    vi.useRealTimers();
  }
});

test("the pools come first that were listed the longest ago, and before them those that never were", async () => {
  const asked: string[] = [];
  let away = "";
  const watching: Answering = (request, next) => {
    const id = new URL(request.url).searchParams.get("subscription_id");
    if (id !== null) asked.push(id);
    return id !== null && id === away ? Response.json({ error: "insufficient_scope" }, { status: 403 }) : next();
  };
  const { sandbox, productId, customerId, subscriptionId, pass, replay } = await smallWorld({}, watching);
  const subscribe = () => {
    pass(1);
    return sandbox.createSubscription({ productId, customerId, seats: 1 }).id;
  };
  const ids = [subscriptionId, ...[1, 2, 3, 4, 5, 6].map(subscribe)];
  await replay();
  away = ids[5] ?? "";
  await replay();
  const late = subscribe();
  asked.length = 0;
  await replay();
  expect(asked.slice(0, 2)).toEqual([late, ids[5]]);
  expect(new Set(asked)).toEqual(new Set([...ids, late]));
});
