// What Polar no longer shows: it ends at the end of the second complete pass without it, and the report says until then that
// one is awaited.

import { type ReplayProgress, type ReplayReport, replayPolar } from "@seat-ledger/polar";
import { expect, test } from "vitest";
import { type Answering, poolFact, smallWorld } from "./setting.ts";

/** A Polar that leaves things out of its answers, and that can be out of order. */
function forgetful() {
  const hidden = new Set<string>();
  const out = new Set<string>();
  const before = new Map<string, () => Promise<void>>();
  const answering: Answering = async (request, next) => {
    if ([...out].some((part) => request.url.includes(part))) {
      return Response.json({ error: "ResourceNotFound", detail: "gone" }, { status: 404 });
    }
    for (const [part, happen] of before) if (request.url.includes(part)) await happen();
    return without(hidden, await next());
  };
  return { hidden, out, before, answering };
}

/** The same answer, as if these had never been. */
async function without(hidden: ReadonlySet<string>, response: Response): Promise<Response> {
  const body = (await response.json()) as { seats?: Named[]; items?: Named[]; available_seats?: number };
  const left = (things: readonly Named[] = []) => things.filter(({ id }) => !hidden.has(id));
  const [seats, items] = [left(body.seats), left(body.items)];
  if (!body.seats) return Response.json({ ...body, items, pagination: { total_count: items.length, max_page: 1 } });
  const available_seats = (body.available_seats ?? 0) + body.seats.length - seats.length;
  return Response.json({ ...body, seats, available_seats });
}

interface Named {
  readonly id: string;
}

async function oneSeat() {
  const forgets = forgetful();
  const world = await smallWorld({}, forgets.answering);
  const { id: seatId } = world.sandbox.assignSeat({ ...world.pool, email: "ada@acme.example" });
  await world.replay();
  const statusNow = async () => (await world.ledger.getSeat({ seatId })).status;
  /** From then on each change has a webhook to be lost. */
  async function heardSince() {
    const { organizationId } = world;
    const about = { type: "product.updated", subject: null, apiVersion: null, people: [], body: "{}" };
    const observedAt = world.pass(0);
    const first = { origin: "webhook", originId: "w-1", organizationId, sourceAt: observedAt, observedAt } as const;
    await world.ledger.inbox.keep([{ ...first, ...about }]);
  }
  return { ...world, ...forgets, seatId, statusNow, heardSince };
}

const extras = ({ drift }: ReplayReport) => drift.filter(({ kind }) => kind === "extra");

test("a live seat that Polar no longer lists is awaited once, and ends at the end of the second complete pass", async () => {
  const { hidden, subscriptionId, seatId, statusNow, replay, ledger } = await oneSeat();
  hidden.add(seatId);
  const extra = { kind: "extra", subscriptionId, orderId: null, seatId, polar: null, ledger: { status: "pending" } };
  const first = await replay();
  expect(first).toMatchObject({ complete: true, appended: 0, drift: [{ ...extra, done: "awaited" }] });
  expect(await statusNow()).toBe("pending");
  const second = await replay();
  expect(second).toMatchObject({ complete: true, appended: 1, inferred: 1, drift: [{ ...extra, done: "ended" }] });
  expect(await statusNow()).toBe("revoked");
  const { entries } = await ledger.history({ seatId });
  expect(entries.at(-1)?.event).toMatchObject({
    type: "SeatRevoked",
    cause: "drift",
    inferred: true,
    origin: "listing",
  });
  expect(await replay()).toMatchObject({ complete: true, appended: 0, drift: [] });
});

test("a pass with a failure neither ends what is missing nor counts towards it", async () => {
  const { hidden, out, sandbox, productId, customerId, seatId, statusNow, replay } = await oneSeat();
  const other = sandbox.createSubscription({ productId, customerId, seats: 1 }).id;
  hidden.add(seatId);
  out.add(`subscription_id=${other}`);
  for (const _ of [1, 2, 3]) {
    expect(extras(await replay())).toMatchObject([{ seatId, done: "awaited" }]);
    expect(await statusNow()).toBe("pending");
  }
  out.clear();
  expect(extras(await replay())).toMatchObject([{ seatId, done: "awaited" }]);
  out.add(`subscription_id=${other}`);
  expect(extras(await replay())).toMatchObject([{ seatId, done: "awaited" }]);
  out.clear();
  expect(extras(await replay())).toMatchObject([{ seatId, done: "ended" }]);
  expect(await statusNow()).toBe("revoked");
});

test("a seat that is shown again in between is not missing any more", async () => {
  const { hidden, seatId, statusNow, replay } = await oneSeat();
  hidden.add(seatId);
  await replay();
  hidden.clear();
  expect(extras(await replay())).toEqual([]);
  hidden.add(seatId);
  expect(extras(await replay())).toMatchObject([{ seatId, done: "awaited" }]);
  expect(await statusNow()).toBe("pending");
});

test("a seat ends only while its pool is as the listing left it", async () => {
  const world = await oneSeat();
  const { hidden, before, sandbox, seatId, statusNow, replay, productId, customerId, polar, ledger } = world;
  const other = sandbox.createSubscription({ productId, customerId, seats: 1 }).id;
  hidden.add(seatId);
  await replay();
  // Once the first of both pools is listed, something happens in it before the other one is.
  const listed = Promise.withResolvers<void>();
  before.set(`subscription_id=${other}`, async () => {
    await listed.promise;
    await ledger.record([poolFact(world, 9)], { origin: "webhook", originId: "w-1", observedAt: new Date() });
  });
  const onProgress = ({ phase }: ReplayProgress) => void (phase === "seats" && listed.resolve());
  const report = await replayPolar({ ledger, polar, onProgress });
  expect(extras(report)).toMatchObject([{ seatId, done: "awaited" }]);
  expect(await statusNow()).toBe("pending");
  before.clear();
  expect(extras(await replay())).toMatchObject([{ seatId, done: "ended" }]);
});

test("a pool that Polar no longer lists is awaited once, and closes with its seats at the end of the second complete pass", async () => {
  const { hidden, pool, subscriptionId, seatId, ledger, replay } = await oneSeat();
  hidden.add(subscriptionId);
  const extra = { kind: "extra", subscriptionId, orderId: null, polar: null };
  expect(await replay()).toMatchObject({
    ...{ complete: true, appended: 0, pools: 0 },
    drift: [{ ...extra, seatId: null, ledger: { status: "active" }, done: "awaited" }],
  });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
  expect(await replay()).toMatchObject({
    ...{ complete: true, appended: 2, inferred: 2 },
    drift: [
      { ...extra, seatId: null, ledger: { status: "active" }, done: "ended" },
      { ...extra, seatId, ledger: { status: "pending" }, done: "ended" },
    ],
  });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "closed", pending: 0 });
  const closes = (await ledger.history(pool)).entries.filter(({ event }) => event.type === "PoolClosed");
  expect(closes).toMatchObject([
    { inferred: true, event: { cause: "drift", notBefore: new Date("2026-10-05T09:00:00Z"), origin: "listing" } },
  ]);
  expect(await replay()).toMatchObject({ complete: true, appended: 0, drift: [] });
});

test("a seat that Polar lists again after it was ended goes on, and the pass says what differed", async () => {
  const { hidden, seatId, ledger, replay, heardSince } = await oneSeat();
  const { status, memberId, customerId } = await ledger.getSeat({ seatId });
  const before = await ledger.holders({ seatId });
  await heardSince();
  hidden.add(seatId);
  await replay();
  await replay();
  const { revokedAt } = await ledger.getSeat({ seatId });
  hidden.clear();
  const back = await replay();
  expect(back).toMatchObject({ complete: true, appended: 1, inferred: 0, drift: [{ kind: "different", seatId }] });
  expect(back.drift).toMatchObject([
    {
      done: "recorded",
      fields: [
        { field: "status", polar: status, ledger: "revoked" },
        { field: "customerId", polar: customerId, ledger: null },
        { field: "memberId", polar: memberId, ledger: null },
        { field: "revokedAt", polar: null, ledger: revokedAt?.toISOString() },
        { field: "email", polar: "(not told)", ledger: null },
      ],
    },
  ]);
  expect(await ledger.holders({ seatId })).toEqual(before);
  expect(await replay()).toMatchObject({ complete: true, appended: 0, drift: [] });
});

test("a seat that was handed on while Polar did not list it has its holders one after the other", async () => {
  const { hidden, sandbox, pool, seatId, ledger, replay, pass } = await oneSeat();
  hidden.add(seatId);
  await replay();
  await replay();
  pass(1);
  sandbox.revokeSeat({ seatId });
  pass(1);
  expect(sandbox.assignSeat({ ...pool, email: "bob@acme.example" }).id).toBe(seatId);
  hidden.clear();
  const came = pass(0);
  await replay();
  expect(await ledger.holders({ seatId })).toMatchObject([
    { email: "ada@acme.example", until: came, inferred: true },
    { email: "bob@acme.example", from: came, until: null, inferred: false },
  ]);
  expect(await replay()).toMatchObject({ complete: true, appended: 0, drift: [] });
});

test("a pool that Polar lists again after it was closed was open all the time, and so are its seats' holdings", async () => {
  const { hidden, pool, subscriptionId, seatId, ledger, replay, heardSince } = await oneSeat();
  const before = await ledger.holders({ seatId });
  await heardSince();
  hidden.add(subscriptionId);
  await replay();
  await replay();
  const closed = (await ledger.history(pool)).entries.find(({ event }) => event.type === "PoolClosed");
  const closedAt = closed?.event.occurredAt ?? new Date(0);
  hidden.clear();
  expect(await replay()).toMatchObject({
    ...{ complete: true, appended: 2, inferred: 0 },
    drift: [
      { kind: "different", seatId: null, fields: [{ field: "status", polar: "active", ledger: "closed" }] },
      { kind: "different", seatId, done: "recorded" },
    ],
  });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
  expect(await ledger.holders({ seatId })).toEqual(before);
  const believed = ledger.asOf(closedAt, { by: "occurred" });
  expect(await believed.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
  const reopened = (await ledger.history(pool)).entries.find(({ event }) => event.type === "PoolReopened");
  expect(reopened?.event.supersedes).toBe(closed?.event.version);
  expect(await replay()).toMatchObject({ complete: true, appended: 0, drift: [] });
});

test("where the lists can't be read to their ends, no pool is missing", async () => {
  const { hidden, out, pool, subscriptionId, ledger, replay } = await oneSeat();
  hidden.add(subscriptionId);
  await replay();
  out.add("/v1/subscriptions");
  const report = await replay();
  expect(report).toMatchObject({ complete: false, drift: [{ kind: "stale", subscriptionId, done: "left" }] });
  expect(await ledger.getPool(pool)).toMatchObject({ status: "active", pending: 1 });
});
