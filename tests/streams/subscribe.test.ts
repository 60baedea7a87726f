// Durable subscriptions by their public names: from a checkpoint under a name, in order, at least once, parked where they
// cannot go on. The lease, the pauses and the checkpoint are specified beside stream/durable-subscription.ts.

import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { type LedgerEvent, type LedgerOptions, openLedger, type SeatLedger } from "seat-ledger";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { refusal } from "../ledger/setting.ts";
import { type Folder, newFolder, openPlainly } from "../storage/ledger-file.ts";
import { eventually } from "./eventually.ts";
import { assignEach, emails, ledgerWithPools, organizationId, otherPool, pool, upTo } from "./stage.ts";

type Arguments = Parameters<SeatLedger["subscribe"]>[0];

/** Keeps the positions that it was called with. */
function keeper() {
  const positions: number[] = [];
  const handler = ({ position }: LedgerEvent) => {
    positions.push(position);
  };
  return { positions, handler };
}

/** A file with two pools in it, and how to open it again. */
async function aFile() {
  const folder: Folder = await newFolder();
  const opened: SeatLedger[] = [await ledgerWithPools(200, folder.file)];
  onTestFinished(async () => {
    for (const ledger of opened) await ledger.close();
    await folder[Symbol.asyncDispose]();
  });
  const open = async (options: LedgerOptions = {}) => {
    const ledger = await openLedger({ file: folder.file, durability: "normal", ...options });
    opened.push(ledger);
    return ledger;
  };
  const [ledger] = opened;
  if (!ledger) throw new RangeError("it was opened");
  return { ledger, open, file: folder.file };
}

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

describe("a name", () => {
  test("runs once in a ledger, and again when it was stopped", async () => {
    await using ledger = await ledgerWithPools();
    const { handler } = keeper();
    const [first, second] = await Promise.allSettled([1, 2].map(() => ledger.subscribe({ name: "one", handler })));
    expect(second).toMatchObject({ reason: { code: "InvalidRequest", issues: [{ path: "name" }] } });
    if (first?.status === "fulfilled") await first.value.stop();
    expect((await ledger.subscribe({ name: "one", handler })).name).toBe("one");
  });

  test("is run by one of two handles on the file, and by the other one when that stops", async () => {
    const { ledger, open } = await aFile();
    const [one, other] = [keeper(), keeper()];
    const first = await ledger.subscribe({ name: "mirror", handler: one.handler });
    await eventually(() => expect(one.positions).toEqual(upTo(4)));
    const second = await (await open()).subscribe({ name: "mirror", handler: other.handler });
    expect((await second.state()).status).toBe("waiting");
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(one.positions).toEqual(upTo(5)));
    await first.stop();
    await ledger.resizePool({ ...pool, seats: 8 });
    await eventually(() => expect(other.positions).toEqual([6]));
    const running = { status: "running", checkpoint: 6, parked: null };
    await eventually(async () => expect(await second.state()).toEqual(running));
    expect((await first.state()).status).toBe("stopped");
  });

  test("of an organization is its own, and sees nothing of others", async () => {
    await using ledger = await ledgerWithPools();
    const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const [all, own, others] = [keeper(), keeper(), keeper()];
    await ledger.subscribe({ name: "mirror", handler: all.handler });
    await ledger.forOrganization(organizationId).subscribe({ name: "mirror", handler: own.handler });
    await ledger.forOrganization(id).subscribe({ name: "mirror", handler: others.handler });
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(all.positions).toEqual(upTo(6)));
    await eventually(() => expect(own.positions).toEqual([1, 2, 3, 4, 6]));
    await eventually(() => expect(others.positions).toEqual([5]));
  });

  test("does not meet the ledger's own", async () => {
    const { open } = await aFile();
    const deliver = vi.fn(async () => undefined);
    const ledger = await open({ deliver });
    const mine = keeper();
    await ledger.subscribe({ name: "deliver", handler: mine.handler });
    await ledger.assignSeat({ ...pool, email: "ada@example.com" });
    await eventually(() => expect(deliver).toHaveBeenCalledOnce());
    await eventually(() => expect(mine.positions).toEqual(upTo(6)));
  });
});

describe("a subscription whose handler goes on failing", () => {
  /** Fails at position 3 for as long as it is told to. */
  function faulty() {
    const calls: number[] = [];
    const state = { isBroken: true };
    const handler = async ({ position }: LedgerEvent) => {
      calls.push(position);
      if (position === 3 && state.isBroken) throw new TypeError("about ada@example.com");
    };
    return { calls, state, handler };
  }

  test("is parked at the event, with the name of its error, also after a restart, until it is resumed", async () => {
    const { ledger, open, file } = await aFile();
    const error = vi.fn();
    const reopened = await open({ logger: { warn: () => undefined, error } });
    await ledger.close();
    const { calls, state, handler } = faulty();
    const subscription = await reopened.subscribe({ name: "mirror", handler, tries: 2 });
    await eventually(async () => expect((await subscription.state()).status).toBe("parked"));
    const parked = { position: 3, tries: 2, error: "TypeError", since: expect.any(Date) };
    expect(await subscription.state()).toEqual({ status: "parked", checkpoint: 2, parked });
    expect(error.mock.calls).toEqual([
      [{ subscription: "ledger:mirror", position: 3, attempts: 2, error: "TypeError" }, "Parked until it is resumed"],
    ]);
    await reopened.resizePool({ ...pool, seats: 7 });
    await reopened.close();
    expect(calls).toEqual([1, 2, 3, 3]);
    using database = openPlainly(file);
    expect(JSON.stringify(database.prepare("select * from parked").all())).not.toContain("ada");

    state.isBroken = false;
    const next = await open();
    const again = await next.subscribe({ name: "mirror", handler, tries: 2 });
    expect((await again.state()).parked).toEqual(parked);
    await next.resizePool({ ...pool, seats: 8 });
    expect(calls).toEqual([1, 2, 3, 3]);
    await again.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3, 3, 4, 5, 6]));
    const running = { status: "running", checkpoint: 6, parked: null };
    await eventually(async () => expect(await again.state()).toEqual(running));
  });

  test("is resumed by whichever process asks, in the one that runs it, and parked again where it fails again", async () => {
    const { ledger, open } = await aFile();
    const { calls, state, handler } = faulty();
    const subscription = await ledger.subscribe({ name: "mirror", handler, tries: 1 });
    await eventually(async () => expect((await subscription.state()).parked).not.toBeNull());
    await subscription.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3]));
    await eventually(async () => expect((await subscription.state()).parked).not.toBeNull());
    await subscription.stop();
    state.isBroken = false;
    const elsewhere = await (await open()).subscribe({ name: "mirror", handler, tries: 1 });
    const waiting = await ledger.subscribe({ name: "mirror", handler, tries: 1 });
    await waiting.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3, 3, 4]));
    await waiting.stop();
    await elsewhere.resume();
    expect((await elsewhere.state()).parked).toBeNull();
  });
});

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

test("a handler that never ends holds up no command", async () => {
  await using ledger = await ledgerWithPools();
  const stop = new AbortController();
  const handler = () => once(stop.signal, "abort");
  await ledger.subscribe({ name: "stuck", handler });
  await assignEach(ledger, emails(100));
  expect((await ledger.getPool(pool)).pending).toBe(100);
  stop.abort();
});
