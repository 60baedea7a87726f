// Opens a ledger file: checks that it is one, brings it to today's format, and makes sure that the durability asked for
// is the one in force. It knows files and formats, no rules. It waits for nobody: who holds the file is met as
// SQLITE_BUSY, and the whole opening can be tried again.

import { closeSync, existsSync, openSync, statSync } from "node:fs";
import type Database from "better-sqlite3";
import { errors } from "../../errors.ts";
import { invariant } from "../../invariant.ts";
import { applicationId, migrations } from "../migrations/migrations.ts";
import { refuseOldSqlite, type Sqlite } from "./load-sqlite.ts";
import { isWritable, openForReading } from "./read-only.ts";

export type Durability = "full" | "normal";

/** Where a ledger in SQLite stands, and how durable its answers are. */
export interface SqliteOptions {
  /** A path, or `":memory:"`. */
  readonly file: string;
  readonly durability: Durability;
}

export const memory = ":memory:";

/** The file, or, where it or its folder cannot be written, what can be read of it. */
export function openDatabase(Sqlite: Sqlite, options: SqliteOptions): Database.Database {
  const readOnly = options.file !== memory && !isWritable(options.file);
  if (!readOnly && options.file !== memory) makePrivately(options.file);
  const database = readOnly ? openForReading(Sqlite, options.file) : new Sqlite(options.file, { timeout: 0 });
  try {
    refuseOldSqlite(database);
    const found = checkFormat(database, options.file);
    if (readOnly && found !== migrations.length) throw new errors.LedgerReadOnly({ file: options.file });
    configure(database, options, readOnly);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** One more connection to a ledger that is open: it reads, and changes nothing. */
export function openReader(Sqlite: Sqlite, file: string): Database.Database {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 0 });
  guard(database);
  database.pragma("query_only = ON");
  return database;
}

/**
 * It names people: a new file is its owner's alone, and so are those that SQLite makes beside it, for they get its mode. One that
 * is there stays as open as its owner made it; it is not even opened, for its close would end the locks that this process has on
 * it. The name may be a link to where no file is yet.
 */
function makePrivately(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, "a", 0o600));
  } catch {
    // It can't be made: then SQLite says why.
  }
}

function configure(database: Database.Database, { file, durability }: SqliteOptions, readOnly: boolean): void {
  guard(database);
  if (readOnly) {
    // With this every transaction that would write is refused as it begins, whatever it would have decided.
    database.pragma("query_only = ON");
    return;
  }
  database.pragma("journal_mode = WAL");
  database.pragma("wal_autocheckpoint = 10000");
  database.pragma("secure_delete = ON");
  refuseTruncated(database, file);
  migrate(database);
  setDurability(database, durability);
}

/** What holds on every connection. */
function guard(database: Database.Database): void {
  database.pragma("foreign_keys = ON");
  database.pragma("trusted_schema = OFF");
  database.pragma("cell_size_check = ON");
}

/** Refuses what is not a ledger, or a newer one, before anything is written to it. Answers the format that was found. */
function checkFormat(database: Database.Database, file: string): number {
  // One transaction: another process may be making the ledger at this moment.
  const { found, id, tables } = database.transaction(() => ({
    found: Number(database.pragma("user_version", { simple: true })),
    id: Number(database.pragma("application_id", { simple: true })),
    tables: Number(database.prepare("select count(*) from sqlite_schema").pluck().get()),
  }))();
  const isNew = tables === 0 && found === 0 && id === 0;
  if (!isNew && id !== applicationId) throw new errors.NotALedger({ file });
  if (found > migrations.length) throw new errors.LedgerTooNew({ file, found, supported: migrations.length });
  return found;
}

/**
 * SQLite itself refuses a file that is shorter than its header says, but not one whose last page is cut. Said only while
 * the write-ahead log is empty: else pages of the file may still stand there. The log never shrinks while we are connected.
 */
function refuseTruncated(database: Database.Database, file: string): void {
  if (file === memory || sizeOf(`${file}-wal`) > 0) return;
  const pages = Number(database.pragma("page_count", { simple: true }));
  const pageSize = Number(database.pragma("page_size", { simple: true }));
  if (sizeOf(file) < pages * pageSize && sizeOf(`${file}-wal`) === 0) throw new errors.LedgerCorrupt({ file });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Forward only, all in one transaction: a crash in between leaves the old format whole. */
function migrate(database: Database.Database): void {
  const version = () => Number(database.pragma("user_version", { simple: true }));
  if (version() === migrations.length) return;
  database
    .transaction(() => {
      for (const migration of migrations.slice(version())) database.exec(migration);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

/** better-sqlite3 falls back to NORMAL in WAL mode, which loses answered commands at a power cut: set it and read it back. */
function setDurability(database: Database.Database, durability: Durability): void {
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  const level = Number(database.pragma("synchronous", { simple: true }));
  invariant(
    level === (durability === "full" ? 2 : 1),
    `durability ${durability} is not in force (synchronous=${level})`,
  );
}
