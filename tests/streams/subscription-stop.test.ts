// Stopping a subscription waits for its handler and keeps what that did, whoever stops it.

import { setImmediate } from "node:timers/promises";
import type { LedgerEvent } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { refusal } from "../ledger/setting.ts";
import { eventually } from "./eventually.ts";
import { ledgerWithPools, upTo } from "./stage.ts";
import { keeper } from "./subscription-stage.ts";

describe("stopping", () => {
  test("inside the handler makes its event the last one, and nobody waits for himself", async () => {
    await using ledger = await ledgerWithPools();
    const handled: number[] = [];
    const subscription = await ledger.subscribe({
      name: "until-three",
      handler: async ({ position }) => {
        handled.push(position);
        if (position === 3) await subscription.stop();
      },
    });
    await eventually(async () =>
      expect(await subscription.state()).toMatchObject({ status: "stopped", checkpoint: 3 }),
    );
    expect(handled).toEqual([1, 2, 3]);
  });

  test("waits for the handler that is running, and keeps what it did", async () => {
    await using ledger = await ledgerWithPools();
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done: number[] = [];
    const handler = async ({ position }: LedgerEvent) => {
      begun.resolve();
      await gate.promise;
      done.push(position);
    };
    const subscription = await ledger.subscribe({ name: "slow", handler });
    await begun.promise;
    const stopped = subscription.stop();
    gate.resolve();
    await stopped;
    expect(done).toEqual([1]);
    expect(await subscription.state()).toEqual({ status: "stopped", checkpoint: 1, parked: null });
    const rest = keeper();
    await ledger.subscribe({ name: "slow", handler: rest.handler });
    await eventually(() => expect(rest.positions).toEqual([2, 3, 4]));
  });

  test("of the ledger stops them all, and waits for their handlers", async () => {
    const ledger = await ledgerWithPools();
    const gates = ["one", "two"].map((name) => ({
      name,
      begun: Promise.withResolvers<void>(),
      gate: Promise.withResolvers<void>(),
    }));
    const done: string[] = [];
    for (const { name, begun, gate } of gates) {
      const handler = async () => {
        begun.resolve();
        await gate.promise;
        done.push(name);
      };
      await ledger.subscribe({ name, handler });
      await begun.promise;
    }
    let isClosed = false;
    const closed = ledger.close().then(() => {
      isClosed = true;
    });
    for (const { gate } of gates) {
      for (let turn = 0; turn < 10; turn += 1) await setImmediate();
      expect(isClosed).toBe(false);
      gate.resolve();
    }
    await closed;
    expect(done).toEqual(["one", "two"]);
    expect(await refusal(ledger.subscribe({ name: "one", handler: () => undefined }))).toBe("LedgerClosed");
  });

  test("is what the signal does, and leaving the block", async () => {
    await using ledger = await ledgerWithPools();
    const stop = new AbortController();
    const { positions, handler } = keeper();
    const subscription = await ledger.subscribe({ name: "one", handler, signal: stop.signal });
    await eventually(() => expect(positions).toEqual(upTo(4)));
    stop.abort(new RangeError("enough"));
    await eventually(async () => expect((await subscription.state()).status).toBe("stopped"));
    await expect(ledger.subscribe({ name: "one", handler, signal: stop.signal })).rejects.toThrow(
      new RangeError("enough"),
    );
    {
      await using _again = await ledger.subscribe({ name: "one", handler });
    }
    await using _third = await ledger.subscribe({ name: "one", handler });
  });
});
