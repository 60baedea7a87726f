// Another process holds the file: reads go on, writes wait and then say so, and all is well when it lets go.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isSeatLedgerError, openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { newFolder, openWithPool, pool } from "./ledger-file.ts";

const holder = fileURLToPath(new URL("hold-the-file.ts", import.meta.url));

const opener = fileURLToPath(new URL("open-a-ledger.ts", import.meta.url));

async function holdFile(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, file], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

async function letGo(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await once(child, "exit");
}

test("writes are LedgerBusy while reads go on, and nothing is left of them", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const child = await holdFile(folder.file);
  const before = await ledger.listSeats(pool);
  const waiting = Promise.allSettled(
    ["ada", "bob"].map((name) => ledger.assignSeat({ ...pool, email: `${name}@example.com` })),
  );
  let waited = false;
  void waiting.then(() => {
    waited = true;
  });
  let looks = 0;
  while (!waited) {
    expect(await ledger.listSeats(pool)).toEqual(before);
    looks += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(looks).toBeGreaterThan(1);
  for (const answer of await waiting) {
    const { reason } = answer as PromiseRejectedResult;
    expect(isSeatLedgerError(reason, "LedgerBusy") && Number.isInteger(reason.waitedMs)).toBe(true);
  }
  await letGo(child);
  await ledger.assignSeat({ ...pool, email: "cyd@example.com" });
  expect((await ledger.listSeats(pool)).seats.map(({ email }) => email)).toEqual(["cyd@example.com"]);
});

test("a command that waits goes on as soon as the file is free", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const child = await holdFile(folder.file);
  const waiting = ledger.assignSeat({ ...pool, email: "ada@example.com" });
  await letGo(child);
  expect((await waiting).seat.email).toBe("ada@example.com");
});

test("a command that waits for the file can be given up", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const child = await holdFile(folder.file);
  const stop = new AbortController();
  const waiting = ledger.assignSeat({ ...pool, email: "ada@example.com" }, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error("changed my mind")), 50);
  await expect(waiting).rejects.toThrow("changed my mind");
  await letGo(child);
  expect((await ledger.listSeats(pool)).seats).toEqual([]);
});

test("a file that is busy while it is opened is waited for", async () => {
  await using folder = await newFolder();
  const child = await holdFile(folder.file);
  const opening = openLedger({ file: folder.file });
  await letGo(child);
  await using ledger = await opening;
  expect(await ledger.listPools()).toMatchObject({ pools: [] });
});

test("several processes may make the same ledger at the same moment", async () => {
  await using folder = await newFolder();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, [opener, folder.file])),
  );
  expect(answers.map(({ stdout }) => stdout.trim())).toEqual(answers.map(() => "0 pools"));
});
