// How many seats were bought when, learned late: the present stays, and what is believed of the past gets its true times.

import type { Fact } from "seat-ledger";
import { expect, test } from "vitest";
import { ann, at, mirror, opened, row } from "./past.ts";
import { eventsAfter, product } from "./setting.ts";

test("a quantity that is later than the last one known resizes the pool, below the live seats too", async () => {
  const { ledger, pool, record, show } = await mirror();
  await show(row(ann, 2), 2);
  await record({ type: "quantity", ...pool, seats: 0, previous: 3, at: at(5) }, at(90), "polar-events");
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 0, pending: 1, available: 0, overused: 1 });
});

test("a quantity of the past is discovered and leaves the present as it is", async () => {
  const { ledger, pool, record } = await mirror();
  await record({ type: "quantity", ...pool, seats: 8, previous: 3, at: at(50) }, at(90), "polar-events");
  const change: Fact = { type: "quantity", ...pool, seats: 5, previous: 3, at: at(20) };
  expect(await record(change, at(90), "polar-events")).toMatchObject({ appended: 1 });
  expect(await record(change, at(90), "polar-events")).toMatchObject({ appended: 0 });
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 8 });
});

test("the true time of a resize that a listing had shown late supersedes it", async () => {
  const { ledger, pool, record, organizationId, customerId } = await mirror();
  const shown = { organizationId, customerId, product, status: "active" as const, openedAt: opened };
  await record({ type: "pool", ...pool, ...shown, seats: 6 }, at(50), "listing");
  const { version } = await ledger.getPool(pool);
  await record({ type: "quantity", ...pool, seats: 6, previous: 3, at: at(20) }, at(90), "polar-events");
  expect((await eventsAfter(ledger, 0)).at(-1)).toMatchObject({
    type: "QuantityDiscovered",
    supersedes: version,
    occurredAt: at(20),
  });
});

test("a change back to the number that is known keeps it, when what lay between comes to light afterwards", async () => {
  const { ledger, pool, record } = await mirror();
  await record({ type: "quantity", ...pool, seats: 3, previous: 8, at: at(50) }, at(90), "polar-events");
  await record({ type: "quantity", ...pool, seats: 8, previous: 3, at: at(20) }, at(90), "polar-events");
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 3 });
  const { steps } = await ledger.usage({ ...pool, from: at(10), until: at(60) });
  expect(steps.map(({ at: when, seats }) => [when, seats])).toEqual([
    [at(10), 3],
    [at(20), 8],
    [at(50), 3],
  ]);
});

test("the true time of a resize supersedes the time at which it was shown, be it earlier or later", async () => {
  for (const trueHour of [20, 21]) {
    const { ledger, pool, record, organizationId, customerId } = await mirror();
    const shown = { organizationId, customerId, product, status: "active" as const, openedAt: opened };
    await record({ type: "pool", ...pool, ...shown, seats: 6, shownAt: at(20.5) }, at(50));
    const { version } = await ledger.getPool(pool);
    await record({ type: "quantity", ...pool, seats: 6, previous: 3, at: at(trueHour) }, at(90), "polar-events");
    expect((await eventsAfter(ledger, 0)).at(-1)).toMatchObject({ type: "QuantityDiscovered", supersedes: version });
    const { steps } = await ledger.usage({ ...pool, from: at(10), until: at(60) });
    expect(steps.map(({ at: when, seats }) => [when, seats])).toEqual([
      [at(10), 3],
      [at(trueHour), 6],
    ]);
  }
});

test("a pool that was seen first after it was resized had from its opening what it was resized from", async () => {
  const { ledger, pool, record } = await mirror();
  await record({ type: "quantity", ...pool, seats: 3, previous: 5, at: at(20) }, at(90), "polar-events");
  const bought = async () => {
    const { steps } = await ledger.usage({ ...pool, from: opened, until: at(60) });
    return steps.map(({ at: when, seats }) => [when, seats]);
  };
  expect(await bought()).toEqual([
    [opened, 5],
    [at(20), 3],
  ]);
  expect(await ledger.asOf(at(10), { by: "occurred" }).getPool(pool)).toMatchObject({ seats: 5 });
  await record({ type: "quantity", ...pool, seats: 5, previous: 2, at: at(4) }, at(90), "polar-events");
  expect(await bought()).toEqual([
    [opened, 2],
    [at(4), 5],
    [at(20), 3],
  ]);
});

test("a pool that was seen first after it was resized twice is believed to have had each number in its time", async () => {
  const { ledger, pool, record } = await mirror();
  await record({ type: "quantity", ...pool, seats: 8, previous: 5, at: at(20) }, at(90), "polar-events");
  await record({ type: "quantity", ...pool, seats: 3, previous: 8, at: at(30) }, at(90), "polar-events");
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 3 });
  const { steps } = await ledger.usage({ ...pool, from: opened, until: at(60) });
  expect(steps.map(({ at: when, seats }) => [when, seats])).toEqual([
    [opened, 5],
    [at(20), 8],
    [at(30), 3],
  ]);
});

test("a resize that got an earlier true time still tells of its own time, where another number came in between", async () => {
  const { ledger, pool, record, organizationId, customerId } = await mirror();
  const shown = { organizationId, customerId, product, status: "active" as const, openedAt: opened };
  await record({ type: "pool", ...pool, ...shown, seats: 6 }, at(50), "listing");
  await record({ type: "quantity", ...pool, seats: 6, previous: 3, at: at(20) }, at(90), "polar-events");
  await record({ type: "quantity", ...pool, seats: 4, previous: 6, at: at(30) }, at(90), "polar-events");
  const { steps } = await ledger.usage({ ...pool, from: at(10), until: at(60) });
  expect(steps.map(({ at: when, seats }) => [when, seats])).toEqual([
    [at(10), 3],
    [at(20), 6],
    [at(30), 4],
    [at(50), 6],
  ]);
  expect(await ledger.asOf(at(60), { by: "occurred" }).getPool(pool)).toEqual(await ledger.getPool(pool));
});

test("a number that is dated between the true time of a resize and the time at which that was shown is the last one", async () => {
  const { ledger, pool, record, organizationId, customerId } = await mirror();
  const shown = { organizationId, customerId, product, status: "active" as const, openedAt: opened };
  await record({ type: "pool", ...pool, ...shown, seats: 6 }, at(50), "listing");
  await record({ type: "quantity", ...pool, seats: 6, previous: 3, at: at(20) }, at(90), "polar-events");
  await record({ type: "pool", ...pool, ...shown, seats: 8, shownAt: at(40) }, at(95));
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 8 });
  const { steps } = await ledger.usage({ ...pool, from: at(10), until: at(60) });
  expect(steps.at(-1)).toMatchObject({ seats: 8 });
  expect(await ledger.asOf(at(60), { by: "occurred" }).getPool(pool)).toEqual(await ledger.getPool(pool));
});
