// A large ledger is verified in threads of its own. They change nothing of what is found, and nothing is left of them.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { Worker } from "node:worker_threads";
import { openLedger } from "seat-ledger";
import { describe, expect, onTestFinished, test } from "vitest";
import { type RichLedger, richLedger } from "./rich-ledger.ts";
import { movedTo } from "./verify-finds.ts";

/** Every thread that is started until the test ends. */
function threadsStarted(): readonly Worker[] {
  const threads: Worker[] = [];
  const see = (thread: Worker) => threads.push(thread);
  process.on("worker", see);
  onTestFinished(() => void process.off("worker", see));
  return threads;
}

/** A thread that ended has no number any more. */
function running(threads: readonly Worker[]): number {
  return threads.filter(({ threadId }) => threadId !== -1).length;
}

/** How often this process has opened the file and not closed it. */
function timesOpen(file: string): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(file);
    } catch {
      return false;
    }
  }).length;
}

/** What another process finds, which is started with these flags. */
async function verifiedBy(flags: readonly string[], { file }: RichLedger): Promise<unknown> {
  const program = `import("seat-ledger").then(async ({ openLedger }) => {
    process.chdir(${JSON.stringify(dirname(file))});
    const ledger = await openLedger({ file: ${JSON.stringify(basename(file))} });
    process.chdir("/");
    console.log(JSON.stringify(await ledger.verify({ threads: 1 })));
    await ledger.close();
  })`;
  const args = [...flags, "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  return JSON.parse(stdout);
}

describe("a verification in threads", () => {
  test("is what a log of 100,000 events gets where there is more than one processor, and a smaller one does not", async () => {
    await using rich = await richLedger();
    const started = threadsStarted();
    expect(await rich.ledger.verify()).toMatchObject({ ok: true, threads: 0 });
    expect(started).toHaveLength(0);
    // So it looks from afar.
    rich.damage(movedTo(100_000));
    expect(await rich.ledger.verify()).toMatchObject({ problems: [{ field: "position", position: 100_000 }] });
    expect(started).toHaveLength(Math.min(availableParallelism() - 1, 3));
  });

  test("tells how far it has come, and never less than before", async () => {
    await using rich = await richLedger();
    const told: { readonly done: number; readonly total: number }[] = [];
    const { upTo } = await rich.ledger.verify({ threads: 2, onProgress: (progress) => told.push(progress) });
    expect(told.filter(({ done, total }) => done > total)).toEqual([]);
    const done = told.map((progress) => progress.done);
    expect(done.at(-1)).toBe(upTo);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
  });

  test("leaves no thread", async () => {
    await using rich = await richLedger();
    const started = threadsStarted();
    await rich.ledger.verify({ threads: 2 });
    expect(started).toHaveLength(2);
    expect(running(started)).toBe(0);
  });

  // Which files a process has open, only Linux tells.
  test.skipIf(process.platform !== "linux")("leaves no more files open each time", async () => {
    await using rich = await richLedger();
    await rich.ledger.verify({ threads: 2 });
    // SQLite closes a file only when nobody of the process has locked it, and takes it for the next connection until then.
    const kept = timesOpen(rich.file);
    for (let round = 0; round < 3; round += 1) await rich.ledger.verify({ threads: 2 });
    expect(timesOpen(rich.file)).toBe(kept);
  });

  test.each([
    ["a page of its tables", 20 * 4_096],
    ["its first page", 100],
  ])(
    "tells of a file in which %s is torn, also where the caller's thread remembers what stood there",
    async (_, at) => {
      await using rich = await richLedger();
      rich.damage("pragma wal_checkpoint(truncate)");
      expect(await rich.ledger.verify({ threads: 0 })).toMatchObject({ ok: true });
      const bytes = await open(rich.file, "r+");
      await bytes.write(Buffer.alloc(2_000, "garbage "), 0, null, at);
      await bytes.close();
      await expect(rich.ledger.verify({ threads: 1 })).rejects.toMatchObject({ code: "LedgerCorrupt" });
    },
  );

  test("is given up by its signal, and its threads end", async () => {
    await using rich = await richLedger();
    const started = threadsStarted();
    const stop = new AbortController();
    const reason = new Error("enough");
    const onProgress = () => stop.abort(reason);
    await expect(rich.ledger.verify({ threads: 2, signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(started).toHaveLength(2);
    expect(running(started)).toBe(0);
  });

  test("is given up by its signal also where that comes before any thread is started", async () => {
    await using rich = await richLedger();
    const stop = new AbortController();
    const reason = new Error("enough");
    const verifying = rich.ledger.verify({ threads: 2, signal: stop.signal });
    stop.abort(reason);
    await expect(verifying).rejects.toBe(reason);
  });

  test("rejects with what onProgress throws, and be it once", async () => {
    await using rich = await richLedger();
    const started = threadsStarted();
    const trouble = new Error("no terminal");
    let calls = 0;
    const onProgress = () => {
      calls += 1;
      if (calls === 1) throw trouble;
    };
    await expect(rich.ledger.verify({ threads: 2, onProgress })).rejects.toBe(trouble);
    expect(running(started)).toBe(0);
  });

  test("goes no further in the caller's thread where another met with trouble", async () => {
    await using rich = await richLedger();
    rich.damage(`${movedTo(100_000)}; pragma wal_checkpoint(truncate)`);
    let whole = 0;
    await rich.ledger.verify({ threads: 0, onProgress: () => (whole += 1) });
    const bytes = await open(rich.file, "r+");
    await bytes.write(Buffer.alloc(2_000, "garbage "), 0, null, 100);
    await bytes.close();
    let told = 0;
    // So slow that a thread comes in between.
    const onProgress = () => {
      told += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
    };
    await expect(rich.ledger.verify({ onProgress })).rejects.toMatchObject({ code: "LedgerCorrupt" });
    const atOnce = told;
    expect(atOnce).toBeLessThan(whole / 2);
    await setTimeout(500);
    expect(told).toBe(atOnce);
  });

  test("ends where the ledger is closed meanwhile", async () => {
    const rich = await richLedger();
    const started = threadsStarted();
    const verifying = rich.ledger.verify({ threads: 2 });
    const refused = expect(verifying).rejects.toMatchObject({ code: "LedgerClosed" });
    while (started.length === 0) await new Promise(setImmediate);
    await Promise.all(started.map((thread) => once(thread, "online")));
    await rich.ledger.close();
    expect(running(started)).toBe(0);
    await refused;
    await rich.folder[Symbol.asyncDispose]();
  });
});

describe("a verification is done in the caller's thread", () => {
  test("in a ledger in memory", async () => {
    await using ledger = await openLedger({ file: ":memory:" });
    const started = threadsStarted();
    await ledger.registerOrganization({ name: "Acme", slug: "acme" });
    expect(await ledger.verify({ threads: 2 })).toMatchObject({ ok: true, upTo: 1, threads: 0 });
    expect(started).toHaveLength(0);
  });

  test("where another file has taken the name of the one that is open", async () => {
    await using rich = await richLedger();
    await using other = await richLedger();
    await other.ledger.assignSeat({ subscriptionId: other.subscriptionId, email: "zoe@acme.example" });
    await other.ledger.close();
    const { upTo } = await rich.ledger.verify();
    await rename(other.file, rich.file);
    expect(await rich.ledger.verify({ threads: 2 })).toMatchObject({ ok: true, upTo, threads: 0 });
  });

  test("as far as the threads ended before they answered", async () => {
    await using rich = await richLedger();
    const started = threadsStarted();
    const endAtOnce = (thread: Worker) => void thread.terminate();
    process.once("worker", endAtOnce);
    expect(await rich.ledger.verify({ threads: 1 })).toMatchObject({ ok: true, problems: [], threads: 0 });
    expect(started).toHaveLength(1);
  });

  test("where Node does not allow the process to start threads", async () => {
    await using rich = await richLedger();
    const allowed = ["--permission", "--allow-fs-read=*", "--allow-fs-write=*", "--allow-addons"];
    const flags = ["--input-type=module", "--disable-warning=SecurityWarning", ...allowed];
    expect(await verifiedBy(flags, rich)).toMatchObject({ ok: true, problems: [], threads: 0 });
  });
});

test.each([["--input-type=module"], ["--max-old-space-size=300"]])(
  "a thread starts where Node was started with %s, and in another folder than that of a ledger whose name was relative",
  async (flag) => {
    await using rich = await richLedger();
    expect(await verifiedBy([flag], rich)).toMatchObject({ ok: true, problems: [], threads: 1 });
  },
);
