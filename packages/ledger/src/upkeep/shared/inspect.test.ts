// An inspection finds the same, however few streams it compares at a time.

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { openLedger } from "../../ledger.ts";
import type { SeatLedger } from "../../seat-ledger.ts";
import type { Reads, Store } from "../../store/port.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { removeRow } from "../../store/upkeep-mends.ts";
import { emptyTerms, readTermsMark } from "../../store/upkeep-terms.ts";
import type { Difference } from "./difference.ts";
import { flawOfRecord } from "./flaw-of-row.ts";
import { inspect } from "./inspect.ts";
import type { Progress } from "./inspection.ts";
import { usualStretch } from "./walk-streams.ts";

const secret = "a secret of the tests, long enough for every token";
const product = { id: "team", name: "Team" };

async function differences(store: Store, largestStretch: number): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  await inspect(
    {
      ...{ store, signal: null, onProgress: null, largestStretch },
      settle: async (reads: () => Reads<readonly Difference[]>) => void found.push(...(await store.read(reads))),
      tell: async (told) => void found.push(...told),
      reindex: async () => {},
    },
    flawOfRecord,
  );
  return found.toSorted((one, other) => (one.stream ?? 0) - (other.stream ?? 0) || placeIn(one) - placeIn(other));
}

/** What is wrong with the log before what is wrong with the views: which is found first hangs on where a page ends. */
function placeIn({ table, position, version }: Difference): number {
  return table === "events" ? (position ?? 0) : 1e9 + (version ?? 0);
}

test("finds the same, however few streams it compares at a time", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  for (let customer = 0; customer < 8; customer += 1) {
    const { id: customerId } = await ledger.registerCustomer({
      organizationId,
      email: `buyer-${customer}@acme.example`,
    });
    const pool = { subscriptionId: randomUUID() };
    await ledger.openPool({ ...pool, organizationId, customerId, product, seats: 5 });
    for (let seat = 0; seat < 4; seat += 1) await ledger.assignSeat({ ...pool, email: `person-${seat}@acme.example` });
  }
  for (const largest of [1, 5, 20, usualStretch]) expect(await differences(store, largest), `${largest}`).toEqual([]);

  const lost = [
    removeRow("seats", { pool: 3, ordinal: 2 }),
    removeRow("seats", { pool: 15, ordinal: 4 }),
    removeRow("customers", { stream: 8 }),
  ];
  // biome-ignore lint/correctness/useYield: it reads nothing.
  await store.transact(function* () {
    return { writes: lost, answer: null };
  });
  const whole = await differences(store, usualStretch);
  expect(whole.map(({ table, stream, version }) => [table, stream, version])).toEqual([
    ["seats", 3, 3],
    ["customers", 8, 6],
    ["seats", 15, 5],
  ]);
  for (const largest of [1, 5, 20]) expect(await differences(store, largest), `${largest}`).toEqual(whole);
});

test("finds a difference beside an event of the same moment, also where the engine begins anew", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const pool = { subscriptionId: randomUUID() };
  await ledger.openPool({ ...pool, organizationId, customerId, product, seats: 5 });
  await ledger.assignSeat({ ...pool, email: "ada@acme.example" });
  // biome-ignore lint/correctness/useYield: it reads nothing.
  await store.transact(function* () {
    return { writes: [removeRow("seats", { pool: 3, ordinal: 1 })], answer: null };
  });
  const found: Difference[] = [];
  await inspect(
    {
      ...{ store, signal: null, onProgress: null },
      async settle(reads: () => Reads<readonly Difference[]>) {
        await ledger.resizePool({ ...pool, seats: 7 });
        await store.read(reads);
        found.push(...(await store.read(reads)));
      },
      tell: async () => {},
      reindex: async () => {},
    },
    flawOfRecord,
  );
  expect(found.map(({ table, stream }) => [table, stream])).toEqual([["seats", 3]]);
});

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-inspect-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "seats.db");
}

function damageLog(file: string, damage: string): void {
  const database = new Database(file);
  database.exec(`drop trigger events_are_never_changed; ${damage}`);
  database.close();
}

/** Opens pools with so many seats assigned in each. */
async function poolsOf(ledger: SeatLedger, pools: number, seats: number): Promise<void> {
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: randomUUID() });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const recipients = Array.from({ length: seats }, (_, seat) => ({ email: `person-${seat}@acme.example` }));
  for (let index = 0; index < pools; index += 1) {
    const pool = { subscriptionId: randomUUID() };
    await ledger.openPool({ ...pool, organizationId, customerId, product, seats });
    await ledger.assignSeats({ ...pool, recipients });
  }
}

describe("tells once which events cannot follow, however few streams it compares at a time", () => {
  const later = "update events set version = version + 7 where";
  test.each([
    ["the last event of all", `${later} position = (select max(position) from events)`, "version", 1],
    ["an event that is early in the log", `${later} position = 30`, "version", 1],
    ["an event of each pool", `${later} ordinal = 3`, "version", 150],
    [
      "events before their time",
      "update events set occurred_at = occurred_at - 60000 where ordinal > 4",
      "occurred_at",
      450,
    ],
  ])("%s", async (_, damage, field, count) => {
    const file = await newFile();
    const store = await openSqliteStore({ file, durability: "normal" });
    await using ledger = await openLedger({ store, secret });
    // More events than one page of the log.
    await poolsOf(ledger, 150, 7);
    damageLog(file, damage);
    const whole = await differences(store, usualStretch);
    const flaws = whole.filter(({ table }) => table === "events");
    expect(flaws.map((flaw) => flaw.field)).toEqual(Array(count).fill(field));
    expect(new Set(flaws.map(({ position }) => position)).size).toBe(count);
    for (const largest of [5, 100, 500]) expect(await differences(store, largest), `${largest}`).toEqual(whole);
  });
});

test.each([
  ["cannot follow", "version", "version = version + 7"],
  ["holds none", "data", "data = '{'"],
])("tells once of an event that %s, though it came while views were compared", async (_, field, damage) => {
  const file = await newFile();
  const store = await openSqliteStore({ file, durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  await poolsOf(ledger, 1, 1);
  const subscriptionId = (await ledger.listPools()).pools[0]?.subscriptionId ?? "";
  const told: Difference[] = [];
  const inspection = {
    ...{ store, signal: null, onProgress: null },
    async settle(reads: () => Reads<readonly Difference[]>) {
      if ((await ledger.getPool({ subscriptionId })).seats === 1) {
        await ledger.resizePool({ subscriptionId, seats: 2 });
        damageLog(file, `update events set ${damage} where type = 'PoolResized'`);
      }
      await store.read(reads);
    },
    tell: async (differences: readonly Difference[]) => void told.push(...differences),
    reindex: async () => {},
  };
  await inspect(inspection, flawOfRecord);
  expect(told.map((difference) => [difference.table, difference.field])).toEqual([["events", field]]);
});

test("what came between two pages is folded once, of streams that were read before and after", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  // More events than one page holds, in one stretch.
  await poolsOf(ledger, 6, 300);
  const { pools } = await ledger.listPools();
  const found: Difference[] = [];
  let seats = 300;
  const inspection = {
    ...{ store, signal: null, onProgress: null, largestStretch: 100_000 },
    settle: async (reads: () => Reads<readonly Difference[]>) => void found.push(...(await store.read(reads))),
    async tell(told: readonly Difference[]) {
      found.push(...told);
      seats += 1;
      for (const { subscriptionId } of pools) await ledger.resizePool({ subscriptionId: subscriptionId ?? "", seats });
    },
    reindex: async () => {},
  };
  await inspect(inspection, flawOfRecord);
  expect(seats).toBeGreaterThan(302);
  expect(found).toEqual([]);
});

/** Notes the largest number of rows that were read at once. */
function noting(store: Store, largest: { rows: number }): Store {
  function* noted<Answer>(reads: Reads<Answer>): Reads<Answer> {
    let step = reads.next();
    while (!step.done) {
      const rows = yield step.value;
      largest.rows = Math.max(largest.rows, rows.length);
      step = reads.next(rows);
    }
    return step.value;
  }
  return { ...store, read: (reads) => store.read(() => noted(reads())) };
}

test("takes in page by page what came while streams were compared", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  await poolsOf(ledger, 4, 10);
  const { pools } = await ledger.listPools();
  const subscriptionId = pools[0]?.subscriptionId ?? "";
  const largest = { rows: 0 };
  let [settled, turns] = [0, 0];
  await inspect(
    {
      ...{ store: noting(store, largest), signal: null, onProgress: null, largestStretch: 1 },
      async settle(reads: () => Reads<readonly Difference[]>) {
        expect(await store.read(reads)).toEqual([]);
        settled += 1;
        // Of a pool that was compared already, so that it is no news to the stretches after it.
        for (let seats = 100; settled === 4 && seats < 5_100; seats += 1) {
          await ledger.resizePool({ subscriptionId, seats });
        }
      },
      async tell() {
        turns += 1;
      },
      reindex: async () => {},
    },
    flawOfRecord,
  );
  expect(settled).toBeGreaterThan(4);
  expect(turns).toBeGreaterThan(settled + 5);
  expect(largest.rows).toBeLessThanOrEqual(2_000);
});

test("an index that a rebuild has begun to fill again is no difference", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  // With so many events that the index holds some of them.
  await poolsOf(ledger, 2, 700);
  expect(await store.read(readTermsMark)).toBeGreaterThan(0);
  const found: Difference[] = [];
  let isEmptied = false;
  await inspect(
    {
      ...{ store, signal: null, onProgress: null },
      settle: async (reads: () => Reads<readonly Difference[]>) => void found.push(...(await store.read(reads))),
      async tell() {
        if (isEmptied) return;
        isEmptied = true;
        // biome-ignore lint/correctness/useYield: it reads nothing.
        await store.transact(function* () {
          return { writes: emptyTerms, answer: null };
        });
      },
      reindex: async () => {},
    },
    flawOfRecord,
  );
  expect(found).toEqual([]);
});

test("never tells less progress than before, nor more than there is, though the log grows", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  await using ledger = await openLedger({ store, secret });
  await poolsOf(ledger, 5, 200);
  const told: Progress[] = [];
  let settled = 0;
  const inspection = {
    ...{ store, signal: null, onProgress: (progress: Progress) => void told.push(progress), largestStretch: 100 },
    async settle(reads: () => Reads<readonly Difference[]>) {
      await store.read(reads);
      settled += 1;
      // Streams that are read to their end, of which the order of the log is not.
      if (settled === 1) await poolsOf(ledger, 25, 200);
    },
    tell: async () => {},
    reindex: async () => {},
  };
  await inspect(inspection, flawOfRecord);
  const done = told.map((progress) => progress.done);
  expect(done.length).toBeGreaterThan(4);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
  expect(told.filter((progress) => progress.done > progress.total)).toEqual([]);
});
