// Webhooks that are heard in the middle of a pass, in the same process.

import { createPolarWebhookHandler, replayPolar } from "@seat-ledger/polar";
import type { SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { type Answering, claim, clientOf, emptyLedger, smallSandbox } from "../../replay/setting.ts";
import { requestOf, secret } from "./stage.ts";

const turnsOfTheLoop = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** The same, but for one of its parts. */
function withOther<Whole extends object>(whole: Whole, part: keyof Whole, other: unknown): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (name === part) return other;
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}

/** A ledger in which something happens each time just after a listing was recorded. */
function afterListing(ledger: SeatLedger, happen: () => Promise<void>): SeatLedger {
  const record: SeatLedger["record"] = async (facts, context) => {
    const recorded = await ledger.record(facts, context);
    if (facts.some(({ type }) => type === "listing")) await happen();
    return recorded;
  };
  return withOther(ledger, "record", record);
}

test("a number of seats that is heard just after a listing was recorded is not undone by that listing", async () => {
  const { sandbox, organizationId, subscriptionId, pool, pass } = smallSandbox({ seats: 3 });
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const polar = await clientOf(sandbox);
  const ledger = await emptyLedger();
  await replayPolar({ ledger, polar });
  let hear: (() => Promise<void>) | null = async () => {
    hear = null;
    pass(1);
    sandbox.updateSubscriptionSeats(subscriptionId, 9);
    for (const { id, payload: body } of sandbox.webhooks.events())
      await handle(requestOf({ id, body }, { at: pass(0) }));
    await Promise.race([handle.idle(), turnsOfTheLoop(100)]);
  };
  const interrupted = afterListing(ledger, async () => await hear?.());
  const handle = createPolarWebhookHandler({ ledger: interrupted, secrets: [secret], clock: () => pass(0) });
  onTestFinished(() => handle.close());
  await replayPolar({ ledger: interrupted, polar });
  await handle.idle();
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 9 });
});

test("a seat that is heard of just after a listing without it was recorded does not end with that pass", async () => {
  const { sandbox, organizationId, subscriptionId, pass } = smallSandbox({ seats: 3 });
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const { id: seatId } = sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  let isHidden = false;
  const hiding: Answering = async (request, next) => {
    const response = await next();
    if (!isHidden || !request.url.includes("/customer-seats")) return response;
    return Response.json({ seats: [], available_seats: 3, total_seats: 3 });
  };
  const polar = await clientOf(sandbox, hiding);
  const ledger = await emptyLedger();
  await replayPolar({ ledger, polar });
  isHidden = true;
  await replayPolar({ ledger, polar });
  let isListed = false;
  let isHeard = false;
  const listed = afterListing(ledger, async () => {
    isListed = true;
  });
  /** Whoever looks at the pool after the listing does so as late as the webhook lets them. */
  const getPool: SeatLedger["getPool"] = async (args) => {
    if (isListed && !isHeard) {
      isHeard = true;
      pass(1);
      claim(sandbox, seatId);
      for (const { id, payload: body } of sandbox.webhooks.events()) {
        await handle(requestOf({ id, body }, { at: pass(0) }));
      }
    }
    if (isListed) await Promise.race([handle.idle(), turnsOfTheLoop(100)]);
    return await ledger.getPool(args);
  };
  const interrupted = withOther(listed, "getPool", getPool);
  const handle = createPolarWebhookHandler({ ledger: interrupted, secrets: [secret], clock: () => pass(0) });
  onTestFinished(() => handle.close());
  await replayPolar({ ledger: interrupted, polar });
  await handle.idle();
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "claimed" });
});

test("what a pass has read as waiting, and what was applied since by another, is not applied again", async () => {
  const { sandbox, organizationId, subscriptionId, pool, pass } = smallSandbox({ seats: 3 });
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const ledger = await emptyLedger();
  let isGrowing = false;
  const seen: number[] = [];
  const growing: Answering = async (request, next) => {
    if (isGrowing && request.url.includes("/customer-seats")) sandbox.updateSubscriptionSeats(subscriptionId, 7);
    if (isGrowing && request.url.includes("/subscriptions/?")) seen.push((await ledger.getPool(pool)).seats);
    return await next();
  };
  const polar = await clientOf(sandbox, growing);
  await replayPolar({ ledger, polar });
  pass(1);
  const told = sandbox.webhooks.events().length;
  sandbox.updateSubscriptionSeats(subscriptionId, 5);
  const webhook = sandbox.webhooks
    .events()
    .slice(told)
    .find(({ type }) => type === "subscription.updated");
  const { id = "", payload: body = "" } = webhook ?? {};
  await ledger.inbox.keep([
    {
      ...{ origin: "webhook", originId: id, organizationId, type: "subscription.updated", people: [], body },
      ...{ subject: `subscriptions/${subscriptionId}`, apiVersion: null, sourceAt: pass(0), observedAt: pass(0) },
    },
  ]);
  isGrowing = true;
  let isFirst = true;
  const list: SeatLedger["inbox"]["list"] = async (args) => {
    const page = await ledger.inbox.list(args);
    if (!isFirst || !page.observations.some(({ originId }) => originId === id)) return page;
    isFirst = false;
    await handle(requestOf({ id, body }, { at: pass(0) }));
    await handle.idle();
    expect(await ledger.getPool(pool)).toMatchObject({ seats: 7 });
    return page;
  };
  const interrupted = withOther(ledger, "inbox", withOther(ledger.inbox, "list", list));
  const handle = createPolarWebhookHandler({ ledger: interrupted, polar, secrets: [secret], clock: () => pass(0) });
  onTestFinished(() => handle.close());
  await replayPolar({ ledger: interrupted, polar });
  expect(seen).toEqual([7]);
});
