// A listener is told when history is over: once, when it has everything that was committed before it began.

import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder } from "../storage/ledger-file.ts";
import { eventually } from "./eventually.ts";
import { assignEach, emails, ledgerWithPools, organizationId, otherPool, pool, upTo } from "./stage.ts";

describe("onCaughtUp", () => {
  test("is called after the last event of history and before the first one that is live", async () => {
    await using ledger = await ledgerWithPools();
    const told: (string | number)[] = [];
    const stop = new AbortController();
    const onCaughtUp = (position: number) => told.push(`caught up at ${position}`);
    const listening = (async () => {
      for await (const { position } of ledger.events({ signal: stop.signal, onCaughtUp })) told.push(position);
    })();
    await eventually(() => expect(told).toEqual([1, 2, 3, 4, "caught up at 4"]));
    await ledger.resizePool({ ...pool, seats: 9 });
    await eventually(() => expect(told).toEqual([1, 2, 3, 4, "caught up at 4", 5]));
    stop.abort();
    await listening;
  });

  test("is called between two events of one page", async () => {
    await using ledger = await ledgerWithPools(400);
    await assignEach(ledger, emails(298));
    const told: (string | number)[] = [];
    const onCaughtUp = (position: number) => told.push(`caught up at ${position}`);
    for await (const { position } of ledger.events({ onCaughtUp })) {
      told.push(position);
      // History ends at 600, within the second page; what is committed while it is told is not waited for.
      if (position === 1) await assignEach(ledger, emails(50, "late"));
      if (position === 700) break;
    }
    expect(told).toEqual([...upTo(600), "caught up at 600", ...upTo(700).slice(600)]);
  });

  test("is called once, also where the listener falls behind again", async () => {
    await using ledger = await ledgerWithPools();
    let calls = 0;
    let heard = 0;
    const onCaughtUp = () => {
      calls += 1;
    };
    const listening = ledger.events$({ onCaughtUp }).subscribe(() => {
      heard += 1;
    });
    await eventually(() => expect(calls).toBe(1));
    await assignEach(ledger, emails(200));
    await eventually(() => expect(heard).toBe(404));
    listening.unsubscribe();
    expect(calls).toBe(1);
  });

  test("is called for each subscriber of an observable", async () => {
    await using ledger = await ledgerWithPools();
    const told: number[] = [];
    const events$ = ledger.events$({ onCaughtUp: (position) => told.push(position) });
    const first = events$.subscribe();
    await eventually(() => expect(told).toEqual([4]));
    await ledger.resizePool({ ...pool, seats: 9 });
    const second = events$.subscribe();
    await eventually(() => expect(told).toEqual([4, 5]));
    first.unsubscribe();
    second.unsubscribe();
  });

  test("is called at once on an empty ledger", async () => {
    await using ledger = await openLedger({ file: ":memory:" });
    const told: number[] = [];
    const listening = ledger.events$({ onCaughtUp: (at) => told.push(at) }).subscribe();
    await eventually(() => expect(told).toEqual([0]));
    listening.unsubscribe();
  });

  test("is called where no event of history was asked for", async () => {
    await using ledger = await ledgerWithPools();
    await ledger.resizePool({ ...otherPool, seats: 9 });
    for (const filter of [{ ...pool, after: 3 }, { types: ["SeatClaimed" as const] }]) {
      const told: number[] = [];
      const listening = ledger.events$({ ...filter, onCaughtUp: (at) => told.push(at) }).subscribe();
      await eventually(() => expect(told).toEqual([5]));
      listening.unsubscribe();
    }
  });

  // Who follows the same events shares a reading of them, and that may be older than what has just been written.
  test("is called for everybody who begins while another handle writes what nobody here follows", async () => {
    await using folder = await newFolder();
    await using ledger = await ledgerWithPools(200, folder.file);
    await using other = await openLedger({ file: folder.file, durability: "normal" });
    let heard = 0;
    const hearing = ledger.events$({ after: 4 }).subscribe(() => {
      heard += 1;
    });
    const elsewhere = await other.registerOrganization({ name: "Elsewhere", slug: "elsewhere" });
    await eventually(() => expect(heard).toBe(1));
    const here = ledger.forOrganization(organizationId);
    const stop = new AbortController();
    const listeners: Promise<void>[] = [];
    const told: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const writing = other.registerCustomer({ organizationId: elsewhere.id });
      for (let turn = 0; turn < 12; turn += 1) {
        const listener = here.events({ after: 4, signal: stop.signal, onCaughtUp: (at) => told.push(at) });
        listeners.push(listener.next().then(() => {}));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
    }
    await eventually(() => expect(told).toHaveLength(listeners.length));
    hearing.unsubscribe();
    stop.abort();
    await Promise.all(listeners);
  });

  test("that throws ends the stream with its error", async () => {
    await using ledger = await ledgerWithPools();
    const onCaughtUp = () => {
      throw new RangeError("mine");
    };
    const events: unknown[] = [];
    const failing = (async () => {
      for await (const event of ledger.events({ onCaughtUp })) events.push(event);
    })();
    await expect(failing).rejects.toThrow(new RangeError("mine"));
    expect(events).toHaveLength(4);
  });
});
