// Durable subscriptions by their public names: from a checkpoint under a name, in order, at least once. Their names, parking
// and stopping have files of their own; the lease, the pauses and the checkpoint are specified beside
// stream/durable-subscription.ts.

import { once } from "node:events";
import type { LedgerEvent, SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { eventually } from "./eventually.ts";
import { assignEach, emails, ledgerWithPools, otherPool, pool, upTo } from "./stage.ts";
import { aFile, keeper } from "./subscription-stage.ts";

type Arguments = Parameters<SeatLedger["subscribe"]>[0];

describe("subscribe", () => {
  test("handles history and what comes, each event in order, and goes on where it stopped", async () => {
    const { ledger, open } = await aFile();
    const first = keeper();
    const subscription = await ledger.subscribe({ name: "mirror", handler: first.handler });
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(first.positions).toEqual(upTo(5)));
    await subscription.stop();
    await ledger.resizePool({ ...pool, seats: 8 });
    await ledger.close();

    const second = keeper();
    await (await open()).subscribe({ name: "mirror", handler: second.handler, after: 0 });
    await eventually(() => expect(second.positions).toEqual([6]));
    expect(first.positions).toEqual(upTo(5));
  });

  test("begins after a position, which counts only while the name is new", async () => {
    await using ledger = await ledgerWithPools();
    const late = keeper();
    const subscription = await ledger.subscribe({ name: "late", handler: late.handler, after: 3 });
    await eventually(() => expect(late.positions).toEqual([4]));
    await subscription.stop();
    await ledger.resizePool({ ...pool, seats: 7 });
    await ledger.subscribe({ name: "late", handler: late.handler, after: 0 });
    await eventually(() => expect(late.positions).toEqual([4, 5]));
  });

  test("waits for each handler before the next event", async () => {
    await using ledger = await ledgerWithPools();
    let running = 0;
    const most: number[] = [];
    const handler = async () => {
      running += 1;
      most.push(running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    await ledger.subscribe({ name: "slow", handler });
    await eventually(() => expect(most).toEqual([1, 1, 1, 1]));
  });

  test.each<readonly [string, Partial<Arguments>, readonly number[]]>([
    ["of a pool", otherPool, [4, 6]],
    ["of some types", { types: ["PoolResized"] }, [5, 6]],
    ["of a pool and some types", { ...otherPool, types: ["PoolOpened", "SeatClaimed"] }, [4]],
  ])("handles the events %s alone", async (_, filter, expected) => {
    await using ledger = await ledgerWithPools();
    const some = keeper();
    await ledger.subscribe({ name: "some", handler: some.handler, ...filter });
    await ledger.resizePool({ ...pool, seats: 7 });
    await ledger.resizePool({ ...otherPool, seats: 7 });
    await eventually(() => expect(some.positions).toEqual(expected));
  });

  test("tells once when history was handled", async () => {
    await using ledger = await ledgerWithPools();
    const told: (string | number)[] = [];
    const handler = ({ position }: LedgerEvent) => void told.push(position);
    const onCaughtUp = (position: number) => told.push(`caught up at ${position}`);
    await ledger.subscribe({ name: "mirror", handler, onCaughtUp });
    await eventually(() => expect(told).toEqual([1, 2, 3, 4, "caught up at 4"]));
    await assignEach(ledger, emails(10));
    await eventually(() => expect(told).toEqual([1, 2, 3, 4, "caught up at 4", ...upTo(24).slice(4)]));
  });

  test("shows an event that fails again, and then those behind it", async () => {
    await using ledger = await ledgerWithPools();
    const called: number[] = [];
    const handler = ({ position }: LedgerEvent) => {
      called.push(position);
      if (called.length === 2) throw new Error("not yet");
    };
    await ledger.subscribe({ name: "shaky", handler });
    await eventually(() => expect(called).toEqual([1, 2, 2, 3, 4]));
  });
});

test("a handler that never ends holds up no command", async () => {
  await using ledger = await ledgerWithPools();
  const stop = new AbortController();
  const handler = () => once(stop.signal, "abort");
  await ledger.subscribe({ name: "stuck", handler });
  await assignEach(ledger, emails(100));
  expect((await ledger.getPool(pool)).pending).toBe(100);
  stop.abort();
});
