// When what is shown of a pool happened: at the source's own time of it, in the order in which the ledger came to know it.

import { randomUUID } from "node:crypto";
import type { Fact } from "seat-ledger";
import { expect, test } from "vitest";
import { product, refusal, setting } from "./setting.ts";

type PoolFact = Extract<Fact, { type: "pool" }>;

const opened = new Date("2026-01-01T00:00:00.000Z");
const at = (hours: number) => new Date(opened.getTime() + hours * 60 * 60 * 1_000);
const observedAt = at(90);

async function mirror(opening: Partial<PoolFact> = {}) {
  const { ledger, organizationId, customerId } = await setting();
  const pool = { subscriptionId: randomUUID() };
  const base = { ...{ type: "pool" as const, ...pool, organizationId, customerId, product }, openedAt: opened };
  const source = { origin: "delivery-log" as const, originId: "page-1" };
  const show = (shown: Partial<PoolFact> = {}, when = observedAt) =>
    ledger.record([{ ...base, seats: 3, status: "active", ...shown }], { ...source, observedAt: when });
  await show(opening);
  const told = async () =>
    (await ledger.history(pool)).entries.map(({ event }) => [event.type, event.occurredAt] as const);
  const statusAt = async (hour: number) => (await ledger.asOf(at(hour), { by: "occurred" }).getPool(pool)).status;
  const last = async () => (await ledger.history(pool)).entries.at(-1);
  return { ledger, pool, show, told, last, statusAt };
}

test("what was paused, resumed and canceled long ago was so at the times that were shown", async () => {
  const { show, told, statusAt } = await mirror();
  await show({ status: "closed", closedAt: at(10), shownAt: at(11) });
  await show({ shownAt: at(20) });
  await show({ status: "closed", closedAt: at(30), shownAt: at(31) });
  expect(await told()).toEqual([
    ["PoolOpened", at(0)],
    ["PoolClosed", at(10)],
    ["PoolReopened", at(20)],
    ["PoolClosed", at(30)],
  ]);
  expect(await Promise.all([5, 15, 25, 35, 95].map(statusAt))).toEqual([
    ...["active", "closed", "active", "closed", "closed"],
  ]);
});

test("an unpaid pool is active from when it was shown to be paid", async () => {
  const { show, told, statusAt } = await mirror({ status: "unpaid" });
  await show({ shownAt: at(2) });
  expect((await told()).at(-1)).toEqual(["PoolActivated", at(2)]);
  expect(await Promise.all([1, 3].map(statusAt))).toEqual(["unpaid", "active"]);
});

test("another quantity or product counts from when it was shown, a product's new name from when it was observed", async () => {
  const { ledger, pool, show, told } = await mirror();
  const other = { id: randomUUID(), name: "Maps" };
  await show({ seats: 8, product: other, shownAt: at(10) });
  await show({ seats: 8, product: { ...other, name: "Atlas" }, shownAt: at(10) });
  expect((await told()).slice(1)).toEqual([
    ["PoolResized", at(10)],
    ["PoolProductChanged", at(10)],
    ["PoolProductChanged", observedAt],
  ]);
  const { steps } = await ledger.usage({ ...pool, from: at(0), until: at(20) });
  expect(steps.map(({ at: when, seats }) => [when, seats])).toEqual([
    [at(0), 3],
    [at(10), 8],
  ]);
});

test.each([
  ["none", null],
  ["one that is still to come", at(91)],
])("a showing whose own time is %s is dated when it was observed", async (_, shownAt) => {
  const { show, told } = await mirror();
  await show({ seats: 5, shownAt });
  expect((await told()).at(-1)).toEqual(["PoolResized", observedAt]);
});

test("a change is never before the last one of its kind, nor before the opening", async () => {
  const { show, told } = await mirror();
  await show({ status: "closed", closedAt: at(40), shownAt: at(40) });
  await show({ seats: 5, shownAt: at(30) });
  await show({ status: "closed", seats: 5, closedAt: at(35), shownAt: at(36) });
  await show({ status: "closed", seats: 6, closedAt: at(35), shownAt: at(-5) });
  expect((await told()).slice(2)).toEqual([
    ["PoolResized", at(30)],
    ["PoolReopened", at(40)],
    ["PoolClosed", at(40)],
    ["PoolResized", at(30)],
  ]);
});

test("a pool that is closed when it is seen first closed when that was shown", async () => {
  expect(await (await mirror({ status: "closed", closedAt: at(4), shownAt: at(6) })).told()).toEqual([
    ["PoolOpened", at(0)],
    ["PoolClosed", at(4)],
  ]);
  expect((await (await mirror({ status: "closed", shownAt: at(6) })).told()).at(-1)).toEqual(["PoolClosed", at(6)]);
  expect((await (await mirror({ status: "closed", shownAt: at(-6) })).told()).at(-1)).toEqual(["PoolClosed", at(0)]);
});

test("the close of a pool that vanished is a guess: after its last change, at the latest when it was missed", async () => {
  const { ledger, pool, show, statusAt } = await mirror();
  await show({ seats: 5, shownAt: at(10) });
  const gone = { seats: 5, status: "closed" as const, vanished: true };
  expect(await show(gone)).toMatchObject({ appended: 1, inferred: 1, guesses: [] });
  expect(await show(gone)).toMatchObject({ appended: 0 });
  const [last] = (await ledger.history(pool)).entries.toReversed();
  const span = { notBefore: at(10), notAfter: observedAt, occurredAt: observedAt };
  expect(last).toMatchObject({ inferred: true, event: { type: "PoolClosed", cause: "drift", ...span } });
  expect(await Promise.all([80, 91].map(statusAt))).toEqual(["active", "closed"]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("a pool that vanished and comes back was never closed, as is believed now", async () => {
  const { ledger, pool, show, last, statusAt } = await mirror();
  await show({ status: "closed", vanished: true }, at(40));
  const guess = await last();
  expect(await show({ shownAt: at(3) }, at(60))).toMatchObject({ appended: 1, inferred: 0 });
  expect((await last())?.event).toMatchObject({
    type: "PoolReopened",
    supersedes: guess?.event.version,
    inferred: false,
  });
  expect(await Promise.all([30, 50, 70].map(statusAt))).toEqual(["active", "active", "active"]);
  expect(await ledger.asOf(guess?.position ?? 0).getPool(pool)).toMatchObject({ status: "closed" });
  expect(await show({ shownAt: at(3) })).toMatchObject({ appended: 0 });
});

test("a pool that vanished and is then shown closed has its true close", async () => {
  const { ledger, show, last, statusAt } = await mirror();
  await show({ status: "closed", vanished: true }, at(40));
  const guess = await last();
  const closed = { status: "closed" as const, closedAt: at(7), shownAt: at(8) };
  expect(await show(closed, at(60))).toMatchObject({ appended: 1, inferred: 0 });
  const supersedes = guess?.event.version;
  expect((await last())?.event).toMatchObject({ type: "PoolClosed", occurredAt: at(7), inferred: false, supersedes });
  expect(await Promise.all([6, 8, 50].map(statusAt))).toEqual(["active", "closed", "closed"]);
  expect(await show(closed)).toMatchObject({ appended: 0 });
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("a close that is told again without a time proves no guess", async () => {
  const { show, last, told } = await mirror();
  await show({ status: "closed", vanished: true }, at(40));
  await show({ status: "closed", seats: 5 }, at(60));
  expect((await told()).map(([type]) => type)).toEqual(["PoolOpened", "PoolClosed", "PoolResized"]);
  await show({ status: "closed", seats: 5, closedAt: at(7) }, at(61));
  expect((await last())?.event).toMatchObject({ type: "PoolClosed", occurredAt: at(7), inferred: false });
});

test("a close that was shown is no guess: the pool was closed until it was reopened", async () => {
  const { show, last, statusAt } = await mirror();
  await show({ status: "closed", closedAt: at(9) }, at(10));
  await show({ shownAt: at(18) }, at(20));
  expect((await last())?.event).toMatchObject({ type: "PoolReopened", supersedes: null });
  expect(await Promise.all([5, 15, 19].map(statusAt))).toEqual(["active", "closed", "active"]);
});

test("only a closed pool can have vanished", async () => {
  const { show } = await mirror();
  expect(await refusal(show({ vanished: true }))).toBe("InvalidRequest");
});
