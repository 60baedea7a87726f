// A ledger that cannot be written can still be read: where the file is write-protected, where its folder is, where the
// whole disk is. Nothing is made or changed here.

import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type Database from "better-sqlite3";
import type { Sqlite } from "./load-sqlite.ts";

/** Whether the file and the write-ahead log beside it can be written, or made. */
export function isWritable(file: string): boolean {
  return canWrite(dirname(file)) && (!existsSync(file) || canWrite(file));
}

export function openForReading(Sqlite: Sqlite, file: string): Database.Database {
  const database = new Sqlite(file, { readonly: true, timeout: 0 });
  try {
    database.pragma("user_version");
    return database;
  } catch (error) {
    database.close();
    if (!needsFilesBeside(error) || hasLog(file)) throw error;
  }
  return snapshotOf(Sqlite, file);
}

/** Reading in WAL mode makes files beside the database, which a protected folder doesn't allow. */
function needsFilesBeside(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_CANTOPEN");
}

function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** With no log beside it nobody is writing the file: it is read whole, as it stands. */
function snapshotOf(Sqlite: Sqlite, file: string): Database.Database {
  const bytes = readFileSync(file);
  // Bytes 18 and 19 of the header ask for a write-ahead log, which a copy in memory cannot have.
  if (bytes.length > 19) bytes.fill(1, 18, 20);
  return new Sqlite(bytes);
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
