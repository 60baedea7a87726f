// Copies a ledger while it is used: every page as it stands at one moment, into a file beside the target, which takes its
// name only when all of it is on the disk. Nothing is left behind where that fails. It knows files, no rules.

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { constants, copyFile, link, open, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type Database from "better-sqlite3";
import { errors } from "../../errors.ts";
import type { BackupOptions } from "../port.ts";

/** Where the bytes come from. */
export type BackupSource =
  | { readonly kind: "memory"; readonly serialize: () => Uint8Array }
  /** A connection of its own, for reading: it is closed when the copy is made. */
  | { readonly kind: "file"; readonly file: string; readonly open: () => Database.Database };

/** Copies the source into a new file, and the secret that stands beside it. */
export async function backup(source: BackupSource, target: string, options: BackupOptions): Promise<void> {
  const path = resolve(target);
  const secret = source.kind === "file" ? `${source.file}.secret` : null;
  await refuseTarget(path);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const made: string[] = [];
  try {
    await copyPages(source, draft, options);
    await flush(draft);
    // The secret first: a ledger that stands there without it would make a new one as it is opened.
    if (secret && existsSync(secret))
      await place(`${draft}.secret`, `${path}.secret`, made, () => copySecret(secret, draft));
    options.signal?.throwIfAborted();
    await takeName(draft, path, made);
    await flush(dirname(path));
  } catch (error) {
    for (const file of made) await rm(file, { force: true });
    throw troubleOf(error, path);
  } finally {
    for (const suffix of ["", "-journal", "-wal", "-shm", ".secret"]) await rm(`${draft}${suffix}`, { force: true });
  }
}

async function refuseTarget(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null);
  if (!folder?.isDirectory()) throw refused(`its folder ${dirname(path)} does not exist: make it first`);
  for (const taken of [path, `${path}.secret`, `${path}-wal`, `${path}-journal`]) {
    if (existsSync(taken)) throw refused(`${taken} exists already: name a new file, or move that one away`);
  }
}

async function copyPages(source: BackupSource, draft: string, { signal, onProgress }: BackupOptions): Promise<void> {
  if (source.kind === "memory") {
    const bytes = source.serialize();
    await writeFile(draft, bytes, { flag: "wx", mode: 0o600 });
    onProgress?.({ done: bytes.length, total: bytes.length });
    return;
  }
  // As open to others as the ledger is, from the first page on. Its owner writes it, also where the ledger can only be read.
  await (await open(draft, "wx", ((await stat(source.file)).mode & 0o777) | 0o600)).close();
  const database = source.open();
  try {
    const pageSize = Number(database.pragma("page_size", { simple: true }));
    // The moment of the copy: a write of another connection would make it begin anew, were this one not held.
    database.exec("begin");
    database.prepare("select count(*) from sqlite_schema").get();
    await database.backup(draft, {
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted();
        onProgress?.({ done: (totalPages - remainingPages) * pageSize, total: totalPages * pageSize });
        return pagesAtOnce;
      },
    });
  } finally {
    database.close();
  }
}

/** About a millisecond. */
const pagesAtOnce = 250;

async function copySecret(secret: string, draft: string): Promise<void> {
  // The mode comes with the copy: a secret that others can read is refused as the ledger is opened.
  await copyFile(secret, `${draft}.secret`);
  await flush(`${draft}.secret`);
}

async function place(draft: string, path: string, made: string[], make: () => Promise<void>): Promise<void> {
  await make();
  await takeName(draft, path, made);
}

/** Unlike renaming, linking never takes the place of what somebody else has put there meanwhile. */
async function takeName(draft: string, path: string, made: string[]): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    // Some file systems have no links; there a copy refuses to take the place of another file too.
    if (!["EPERM", "ENOTSUP", "ENOSYS"].includes(codeOf(error))) throw error;
    await copyFile(draft, path, constants.COPYFILE_EXCL);
    await flush(path);
  }
  made.push(path);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function troubleOf(cause: unknown, path: string): unknown {
  switch (codeOf(cause)) {
    case "EEXIST":
      return refused(`${path} exists already: name a new file, or move that one away`);
    case "ENOSPC":
    case "SQLITE_FULL":
      return new errors.StorageFull({ file: path }, { cause });
    case "EACCES":
    case "EROFS":
    case "EPERM":
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
      return new errors.LedgerReadOnly({ file: path }, { cause });
    default:
      // Which of the two disks failed, SQLite does not say: the ledger itself is told by its own commands.
      return codeOf(cause).startsWith("SQLITE_IOERR")
        ? refused("could not be written: look at its disk", cause)
        : cause;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function refused(message: string, cause?: unknown): Error {
  return new errors.InvalidRequest({ issues: [{ path: "file", message }] }, { cause });
}
