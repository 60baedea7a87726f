// What becomes of webhooks that were taken in: facts at once, in whatever order, number and company they come.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { createPolarWebhookHandler, replayPolar } from "@seat-ledger/polar";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import type { SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import {
  claim,
  holdersOf,
  polarSeatsOf,
  requestOf,
  type Sent,
  type Stage,
  seatsOf,
  secret,
  setStage,
} from "./stage.ts";

/** Assigned, claimed, revoked and handed on: nine webhooks about one pool and its people. */
function story({ sandbox, subscribe, pass, customerId }: Stage) {
  const pool = subscribe(2);
  const memberId = sandbox.createMember({ customerId, email: "ada@acme.example", name: "Ada" }).id;
  const first = sandbox.assignSeat({ ...pool, memberId }).id;
  pass(1);
  claim(sandbox, first);
  pass(1);
  sandbox.updateSubscriptionSeats(pool.subscriptionId, 4);
  const second = sandbox.assignSeat({ ...pool, email: "bob@acme.example", immediateClaim: true }).id;
  pass(1);
  sandbox.revokeSeat({ seatId: first });
  pass(1);
  sandbox.assignSeat({ ...pool, email: "cyd@acme.example" });
  pass(1);
  return { pool, first, second, memberId };
}

const ofType = (webhooks: readonly Sent[], type: string) =>
  webhooks.filter(({ body }) => body.includes(`"type":"${type}"`));

async function unsettled(ledger: SeatLedger) {
  const [waiting, unread] = await Promise.all(
    (["waiting", "unread"] as const).map((state) => ledger.inbox.list({ state, limit: 1_000 })),
  );
  return [...(waiting?.observations ?? []), ...(unread?.observations ?? [])].map(({ type, state }) => [type, state]);
}

test("webhooks alone bring a pool, its people and its seats into the ledger", async () => {
  const stage = await setStage();
  const { sandbox, ledger, deliver } = stage;
  const { pool, first } = story(stage);
  await deliver();
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 4, status: "active", authority: "polar" });
  expect(await holdersOf(ledger, first)).toMatchObject([
    { email: "ada@acme.example", inferred: false, claimedAt: new Date("2026-10-05T10:00:00Z") },
    { email: "cyd@acme.example", inferred: false, until: null },
  ]);
  expect(await unsettled(ledger)).toEqual([]);
});

test("each event names the webhook that it comes from", async () => {
  const stage = await setStage();
  const { ledger, deliver } = stage;
  const { first } = story(stage);
  await deliver();
  const { entries } = await ledger.history({ seatId: first });
  for (const { event } of entries) {
    expect(event.origin).toBe("webhook");
    expect((await ledger.inbox.get(event.originId ?? ""))?.subject).toBe(`seats/${first}`);
  }
});

test.each([1, 2, 3, 4, 5, 6])("reordered and doubled webhooks end in the same state (order %i)", async (seed) => {
  const straight = await setStage();
  const shuffled = await setStage();
  const { pool, first } = story(straight);
  story(shuffled);
  const [one, other] = [straight.held(), shuffled.held()];
  expect(other).toEqual(one);
  expect(await straight.send(...one)).toEqual(one.map(() => 202));
  await shuffled.send(...inAnotherOrder([...other, ...other], seed));
  expect(await unsettled(shuffled.ledger)).toEqual([]);
  expect(await seatsOf(shuffled.ledger, pool)).toEqual(await seatsOf(straight.ledger, pool));
  const [mine, theirs] = [await shuffled.ledger.getPool(pool), await straight.ledger.getPool(pool)];
  expect({ ...mine, version: 0, openedAt: 0, modifiedAt: 0 }).toEqual({
    ...theirs,
    version: 0,
    openedAt: 0,
    modifiedAt: 0,
  });
  expect(await holdersOf(shuffled.ledger, first)).toEqual(await holdersOf(straight.ledger, first));
});

/** A permutation by a seed: each position takes from what is left. */
function inAnotherOrder<Thing>(things: readonly Thing[], seed: number): readonly Thing[] {
  let state = seed;
  const left = [...things];
  return things.flatMap(() => {
    state = (state * 48_271) % 2_147_483_647;
    return left.splice(state % left.length, 1);
  });
}

test("a webhook that is sent again appends nothing", async () => {
  const stage = await setStage();
  const { ledger, held, send } = stage;
  const { pool, first } = story(stage);
  const webhooks = held();
  await send(...webhooks);
  const { version } = await ledger.getPool(pool);
  const { entries } = await ledger.history({ seatId: first });
  stage.pass(48);
  await send(...webhooks);
  expect((await ledger.getPool(pool)).version).toBe(version);
  expect((await ledger.history({ seatId: first })).entries).toEqual(entries);
});

test("seats whose pool is not known yet wait for it", async () => {
  const stage = await setStage();
  const { ledger, held, send } = stage;
  const { pool } = story(stage);
  const webhooks = held();
  const seats = webhooks.filter(({ body }) => body.includes('"customer_seat.'));
  await send(...seats);
  expect((await unsettled(ledger)).length).toBe(seats.length);
  await send(...ofType(webhooks, "subscription.created"));
  expect(await unsettled(ledger)).toEqual([]);
  expect((await seatsOf(ledger, pool)).map(({ status }) => status)).toEqual(["pending", "claimed"]);
});

test("pools whose organization is not known yet wait for it, and their seats with them", async () => {
  const stage = await setStage({ known: false });
  const { ledger, deliver, sandbox, organizationId } = stage;
  const { pool } = story(stage);
  await deliver();
  await expect(ledger.getPool(pool)).rejects.toMatchObject({ code: "PoolNotFound" });
  const data = { id: organizationId, name: "Acme", slug: "acme", created_at: "2026-10-05T09:00:00Z" };
  sandbox.emit("organization.updated", { ...data, feature_settings: { member_model_enabled: true } });
  await deliver();
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(await unsettled(ledger)).toEqual([]);
});

test("what waited while nobody applied it is applied with the next webhook", async () => {
  const stage = await setStage();
  const { ledger, sandbox, held, send, clock } = stage;
  const { pool } = story(stage);
  const webhooks = held();
  let isBroken = true;
  const record: SeatLedger["record"] = (facts, context) =>
    isBroken ? Promise.reject(new Error("out of order: ada@acme.example")) : ledger.record(facts, context);
  const lines: string[] = [];
  const tell = (facts: object, message: string) => lines.push(`${message} ${JSON.stringify(facts)}`);
  const broken = createPolarWebhookHandler({
    ledger: { ...partsOf(ledger), record },
    secrets: [secret],
    clock: clock.now,
    logger: { warn: tell, error: tell },
  });
  onTestFinished(() => broken.close());
  for (const webhook of webhooks) expect((await broken(requestOf(webhook, { at: clock.now() }))).status).toBe(202);
  await broken.idle();
  await expect(ledger.getPool(pool)).rejects.toMatchObject({ code: "PoolNotFound" });
  expect(lines.join()).toContain("goes on waiting");
  expect(lines.join()).not.toContain("ada@");
  isBroken = false;
  await send(...webhooks.slice(0, 1));
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
});

test("two hundred webhooks at once are answered before a slow ledger has applied them", async () => {
  const stage = await setStage();
  const { ledger, sandbox, held, clock } = stage;
  const pool = stage.subscribe(300);
  for (let made = 0; made < 200; made += 1) sandbox.assignSeat({ ...pool, email: `m${made}@acme.example` });
  const webhooks = held();
  expect(webhooks.length).toBeGreaterThanOrEqual(200);
  const opened = Promise.withResolvers<void>();
  let recorded = 0;
  const record: SeatLedger["record"] = async (facts, context) => {
    await opened.promise;
    recorded += 1;
    return await ledger.record(facts, context);
  };
  const slow = createPolarWebhookHandler({
    ledger: { ...partsOf(ledger), record },
    secrets: [secret],
    clock: clock.now,
  });
  onTestFinished(() => slow.close());
  const answers = await Promise.all(webhooks.map((webhook) => slow(requestOf(webhook, { at: clock.now() }))));
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  expect(recorded).toBe(0);
  opened.resolve();
  await slow.idle();
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
});

/** The methods that a handler uses, so that one of them can be exchanged. */
function partsOf(ledger: SeatLedger) {
  return {
    record: ledger.record.bind(ledger),
    getPool: ledger.getPool.bind(ledger),
    getSeat: ledger.getSeat.bind(ledger),
    listPools: ledger.listPools.bind(ledger),
    listSeats: ledger.listSeats.bind(ledger),
    export: ledger.export.bind(ledger),
    inbox: ledger.inbox,
    organizationId: ledger.organizationId,
  };
}

test("webhooks and passes agree: a pass after them appends nothing, and late webhooks after a pass neither", async () => {
  const stage = await setStage();
  const { ledger, sandbox, held, send } = stage;
  const served = await servePolarSandbox({ sandbox, deliverEveryMs: null });
  onTestFinished(() => served.close());
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
  const { pool } = story(stage);
  const webhooks = held();
  await send(...webhooks.slice(0, webhooks.length / 2));
  await replayPolar({ ledger, polar });
  await send(...webhooks);
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(await replayPolar({ ledger, polar })).toMatchObject({ appended: 0, complete: true });
});
