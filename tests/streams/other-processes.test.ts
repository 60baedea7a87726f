// Several processes write to one file at the same time: every stream tells all of it, with no gap and no double, and every
// list ends with what is true. A process that handles events may be killed at the worst moment.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Subscription } from "rxjs";
import { type LedgerEvent, openLedger, type Pool, type SeatsList } from "seat-ledger";
import { describe, test } from "vitest";
import { newFolder } from "../storage/ledger-file.ts";
import { eventually } from "./eventually.ts";
import { caughtUp, ledgerWithPools, organizationId, otherPool, pool, positions, upTo } from "./stage.ts";

function start(program: string, ...args: readonly string[]): ChildProcess & AsyncDisposable {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  });
}

/** Lets writers write for a while, together with this process, and waits until they have ended. */
async function writers(file: string, meanwhile: () => Promise<void>): Promise<void> {
  await using one = start("write-in-another-process.ts", file, "one");
  await using other = start("write-in-another-process.ts", file, "other");
  const children = [one, other];
  await Promise.all(children.map(({ stdout }) => stdout && once(stdout, "data")));
  await meanwhile();
  await Promise.all(
    children.map(async (child) => {
      const exit = once(child, "exit");
      child.stdin?.end();
      await exit;
    }),
  );
}

describe.concurrent("while other processes write", () => {
  test("every stream tells everything once and in order, and every list ends true", async ({ expect }) => {
    await using folder = await newFolder();
    await using ledger = await ledgerWithPools(1_000, folder.file);
    const listening = new Subscription();
    const observed: (readonly LedgerEvent[])[] = [];
    const observe = (filter: Parameters<typeof ledger.events$>[0]) => {
      const events: LedgerEvent[] = [];
      observed.push(events);
      listening.add(ledger.events$(filter).subscribe((event) => events.push(event)));
      return events;
    };
    const iterated: LedgerEvent[] = [];
    const stop = new AbortController();
    const iterating = (async () => {
      for await (const event of ledger.events({ signal: stop.signal })) iterated.push(event);
    })();
    const handled: LedgerEvent[] = [];
    await ledger.subscribe({ name: "all", handler: (event) => handled.push(event) });
    const lists: SeatsList[] = [];
    const pools: (readonly Pool[])[] = [];
    listening.add(ledger.seats$(pool).subscribe((list) => lists.push(list)));
    listening.add(ledger.pools$({ organizationId }).subscribe((all) => pools.push(all)));

    const early = observe({});
    const ofPool = observe(pool);
    const ofType = observe({ types: ["SeatRevoked"] });
    const late: (readonly LedgerEvent[])[] = [];
    await writers(folder.file, async () => {
      for (let turn = 0; turn < 30; turn += 1) {
        await ledger.resizePool({ ...otherPool, seats: 300 + turn });
        const { seat } = await ledger.assignSeat({ ...pool, email: `own-${turn}@example.com` });
        await ledger.revokeSeat({ seatId: seat.id });
        if (turn % 10 === 5) late.push(observe({}));
      }
    });

    const log = await caughtUp(ledger, {});
    expect(positions(log)).toEqual(upTo(log.length));
    expect(log.length).toBeGreaterThan(150);
    for (const events of [early, iterated, handled, ...late]) await eventually(() => expect(events).toEqual(log));
    const inPool = log.filter(({ stream }) => stream.id === pool.subscriptionId);
    await eventually(() => expect(ofPool).toEqual(inPool));
    await eventually(() => expect(ofType).toEqual(log.filter(({ type }) => type === "SeatRevoked")));
    const [seats, page] = [await ledger.listSeats(pool), await ledger.listPools({ organizationId })];
    await eventually(() => expect(lists.at(-1)).toEqual(seats));
    await eventually(() => expect(pools.at(-1)).toEqual(page.pools));
    listening.unsubscribe();
    stop.abort();
    await iterating;
  });

  test("what a killed process had handled is handled again from there, and nothing is left out", async ({ expect }) => {
    await using folder = await newFolder();
    await using ledger = await ledgerWithPools(1_000, folder.file);
    const outbox = folder.path("outbox");
    const handled = async () => {
      const lines = (await readFile(outbox, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
      return lines.map((line) => line.split(" ").map(Number));
    };
    const deadly = 40;
    const dying = start("handle-in-another-process.ts", folder.file, outbox, String(deadly));
    const death = once(dying, "exit");
    await eventually(async () => expect(await handled()).not.toEqual([]));
    await using heir = start("handle-in-another-process.ts", folder.file, outbox);
    await writers(folder.file, async () => {
      await ledger.resizePool({ ...otherPool, seats: 7 });
      await death;
    });
    const head = (await caughtUp(ledger, {})).length;
    await eventually(async () => expect((await handled()).at(-1)?.[1]).toBe(head));
    const lines = await handled();
    const first = lines.filter(([pid]) => pid === dying.pid).map(([, position]) => position);
    const second = lines.filter(([pid]) => pid === heir.pid).map(([, position]) => position);
    expect(dying.signalCode).toBe("SIGKILL");
    expect(first).toEqual(upTo(deadly));
    expect(second).toEqual(upTo(head).slice(deadly - 1));
  });
});

test("a single write by another handle is heard by everybody who waits for it", async ({ expect }) => {
  await using folder = await newFolder();
  await using ledger = await ledgerWithPools(200, folder.file);
  await using other = await openLedger({ file: folder.file, durability: "normal" });
  const heard = { log: 0, pool: 0, fenced: 0, seats: 0, pools: 0 };
  const count = (name: keyof typeof heard) => () => {
    heard[name] += 1;
  };
  const listening = new Subscription();
  listening.add(ledger.events$({ after: 4 }).subscribe(count("log")));
  listening.add(ledger.events$({ after: 4, ...pool }).subscribe(count("pool")));
  listening.add(ledger.forOrganization(organizationId).events$({ after: 4 }).subscribe(count("fenced")));
  listening.add(ledger.seats$(pool).subscribe(count("seats")));
  listening.add(ledger.pools$({ organizationId }).subscribe(count("pools")));
  await eventually(() => expect(heard).toEqual({ log: 0, pool: 0, fenced: 0, seats: 1, pools: 1 }));
  for (const times of [1, 2, 3]) {
    await other.resizePool({ ...pool, seats: 200 + times });
    const expected = { log: times, pool: times, fenced: times, seats: times + 1, pools: times + 1 };
    await eventually(() => expect(heard).toEqual(expected));
  }
  listening.unsubscribe();
});
