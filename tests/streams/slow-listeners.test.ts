// Whoever is slow misses nothing of the log, finds the latest list, holds no command up, and keeps nothing in memory. The
// rules have names, which are told where the streams are: `log` and `latest`.

import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { SeatLedger, SeatsList } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { eventually } from "./eventually.ts";
import { assignEach, emails, ledgerWithPools, pool, upTo } from "./stage.ts";

/** Keeps the event loop to itself, as a listener does that computes. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("a slow listener of events", () => {
  test("is told everything, in order, long after thousands of commits that did not wait for it", async () => {
    await using ledger = await ledgerWithPools();
    const heard: number[] = [];
    const committed = Promise.withResolvers<void>();
    const listening = (async () => {
      for await (const { position } of ledger.events()) {
        heard.push(position);
        if (position === 3_004) break;
        if (position < 100) await setTimeout(1);
        else await committed.promise;
      }
    })();
    await resizeOften(ledger, 3_000);
    committed.resolve();
    expect(heard.length).toBeLessThanOrEqual(100);
    await listening;
    expect(heard).toEqual(upTo(3_004));
  });

  test("that computes for each event lets the commands in between", async () => {
    await using ledger = await ledgerWithPools();
    await assignEach(ledger, emails(150));
    let heard = 0;
    const listening = ledger.events$().subscribe(() => {
      heard += 1;
      busy(1);
    });
    await eventually(() => expect(heard).toBeGreaterThan(0));
    await ledger.resizePool({ ...pool, seats: 300 });
    // One turn of the event loop is a few events long, and the whole history more than three hundred.
    expect(heard).toBeLessThan(100);
    await eventually(() => expect(heard).toBe(305));
    listening.unsubscribe();
  });

  test("keeps one page in memory, however far it is behind", async () => {
    await using ledger = await ledgerWithPools();
    const sleeping = Array.from({ length: 50 }, () => ledger.events());
    for (const events of sleeping) await events.next();
    await resizeOften(ledger, 2_000);
    const before = heapUsed();
    await resizeOften(ledger, 8_000);
    const grown = heapUsed() - before;
    for (const events of sleeping) await events.return();
    // Kept in memory by fifty listeners, eight thousand events would be hundreds of megabytes.
    expect(grown).toBeLessThan(20 * 2 ** 20);
  });

  test("holds no event of a long past that was taken", async () => {
    await using ledger = await ledgerWithPools();
    await resizeOften(ledger, 1_000);
    const events = ledger.events();
    const next = async () => new WeakRef((await events.next()).value ?? expect.unreachable());
    const first = await next();
    await next();
    // What was looked at in this turn is kept until it ends.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(first.deref()).toBeUndefined();
    await events.return();
  });
});

async function resizeOften(ledger: SeatLedger, times: number): Promise<void> {
  for (let done = 0; done < times; done += 500) {
    const sizes = Array.from({ length: 500 }, (_, index) => done + index + 1);
    await Promise.all(sizes.map((seats) => ledger.resizePool({ ...pool, seats })));
  }
}

/** After collection. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

test("a slow watcher of seats is shown the latest list, not each of them", async () => {
  await using ledger = await ledgerWithPools();
  const shown: SeatsList[] = [];
  const watching = ledger.seats$(pool).subscribe((list) => {
    shown.push(list);
    busy(10);
  });
  await eventually(() => expect(shown).toHaveLength(1));
  await assignEach(ledger, emails(100));
  await eventually(() => expect(shown.at(-1)?.seats).toHaveLength(100));
  watching.unsubscribe();
  expect(shown.length).toBeLessThan(50);
  expect(shown.at(-1)).toEqual(await ledger.listSeats(pool));
});
