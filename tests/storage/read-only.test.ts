// A ledger that cannot be written can be read: everything but commands works. What would have to be made or brought to
// another format first is refused at once.

import { execFile } from "node:child_process";
import { chmod, chown, copyFile, readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { type Folder, newFolder, openPlainly, openWithPool, pool } from "./ledger-file.ts";
import { ordinaryUser } from "./ordinary-user.ts";

const visitor = fileURLToPath(new URL("visit-as-ordinary-user.ts", import.meta.url));

/** What an ordinary user can do with the file: nobody else is bound by permissions. */
async function visit(file: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [visitor, file]);
  return JSON.parse(stdout);
}

async function protect(folder: Folder, modes: { readonly file?: number; readonly folder?: number }): Promise<void> {
  const root = dirname(folder.file);
  const names = await readdir(root);
  for (const path of [...names.map(folder.path), root]) await chown(path, ordinaryUser, ordinaryUser).catch(notRoot);
  if (modes.file !== undefined) await chmod(folder.file, modes.file);
  if (modes.folder !== undefined) await chmod(root, modes.folder);
}

function notRoot(error: unknown): void {
  if (process.getuid?.() === 0) throw error;
}

async function closedLedger({ file }: Folder): Promise<unknown> {
  const ledger = await openWithPool(file);
  await ledger.assignSeat({ ...pool, email: "ada@example.com" });
  const listed = await ledger.listSeats(pool);
  await ledger.close();
  return JSON.parse(JSON.stringify(listed));
}

describe.each([
  ["a file that is write-protected", { file: 0o444 }],
  ["a folder that is write-protected", { folder: 0o555 }],
  ["both write-protected", { file: 0o444, folder: 0o555 }],
])("%s", (_, modes) => {
  test("opens for reading, every command is LedgerReadOnly, and a copy can be made that is writable", async () => {
    await using folder = await newFolder();
    const listed = await closedLedger(folder);
    await protect(folder, modes);
    const seen = await visit(folder.file);
    await protect(folder, { file: 0o644, folder: 0o755 });
    const refused = "LedgerReadOnly";
    const refusals = { assigned: refused, refusal: refused, rebuilt: refused };
    const copied = ["ada@example.com", "bob@example.com"];
    expect(seen).toEqual({ listed, entries: 1, first: 1, whole: true, copied, ...refusals });
  });

  test("shows what another process writes, where that may write", async () => {
    await using folder = await newFolder();
    await closedLedger(folder);
    await protect(folder, modes);
    const before = (await visit(folder.file)) as { readonly entries: number };
    await protect(folder, { file: 0o644, folder: 0o755 });
    const ledger = await openLedger({ file: folder.file });
    await ledger.assignSeat({ ...pool, email: "bob@example.com" });
    await ledger.close();
    await protect(folder, modes);
    const after = (await visit(folder.file)) as { readonly listed: { readonly seats: readonly unknown[] } };
    await protect(folder, { file: 0o644, folder: 0o755 });
    expect(before.entries).toBe(1);
    expect(after.listed.seats).toHaveLength(2);
  });
});

test("an older format that cannot be brought up to date is LedgerReadOnly", async () => {
  await using folder = await newFolder();
  await closedLedger(folder);
  {
    using older = openPlainly(folder.file);
    older.pragma("user_version = 0");
  }
  await protect(folder, { file: 0o444 });
  expect(await visit(folder.file)).toEqual({ opening: "LedgerReadOnly" });
});

test("a ledger that cannot be made is LedgerReadOnly", async () => {
  await using folder = await newFolder();
  await protect(folder, { folder: 0o555 });
  expect(await visit(folder.file)).toEqual({ opening: "LedgerReadOnly" });
  await protect(folder, { folder: 0o755 });
});

test("a protected file that is no ledger is still NotALedger", async () => {
  await using folder = await newFolder();
  await copyFile(visitor, folder.file);
  await protect(folder, { file: 0o444 });
  expect(await visit(folder.file)).toEqual({ opening: "NotALedger" });
});
