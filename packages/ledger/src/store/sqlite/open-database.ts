// Opens a ledger file: checks that it is one, brings it to today's format, and makes sure that the durability asked for
// is the one in force. It knows files and formats, no rules.

import type Database from "better-sqlite3";
import { errors } from "../../errors.ts";
import { invariant } from "../../invariant.ts";
import { applicationId, migrations } from "../migrations/migrations.ts";

export type Durability = "full" | "normal";

export interface SqliteOptions {
  readonly file: string;
  readonly durability: Durability;
}

const busyTimeoutMs = 5_000;

export async function openDatabase({ file, durability }: SqliteOptions): Promise<Database.Database> {
  refuseOldNode();
  // Loaded only when a file is opened: on Node 20 better-sqlite3 13 crashes the process as it loads.
  const { default: Sqlite } = await import("better-sqlite3");
  const database = translated(file, () => new Sqlite(file, { timeout: busyTimeoutMs }));
  try {
    translated(file, () => {
      checkFormat(database, file);
      database.pragma("journal_mode = WAL");
      database.pragma("wal_autocheckpoint = 10000");
      database.pragma("foreign_keys = ON");
      database.pragma("trusted_schema = OFF");
      database.pragma("cell_size_check = ON");
      migrate(database);
      setDurability(database, durability);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const modern = major > 22 || (major === 22 && minor >= 13);
  if (modern) return;
  throw new errors.InvalidRequest({
    issues: [{ path: "", message: `seat-ledger needs Node 22.13 or newer, this is ${process.versions.node}.` }],
  });
}

/** Refuses what is not a ledger, or a newer one, before anything is written to it. */
function checkFormat(database: Database.Database, file: string): void {
  const found = Number(database.pragma("user_version", { simple: true }));
  const id = Number(database.pragma("application_id", { simple: true }));
  const tables = Number(database.prepare("select count(*) from sqlite_schema").pluck().get());
  const isNew = tables === 0 && found === 0 && id === 0;
  if (!isNew && id !== applicationId) throw new errors.NotALedger({ file });
  if (found > migrations.length) throw new errors.LedgerTooNew({ file, found, supported: migrations.length });
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

/** Runs work on the file and names the file's own troubles by the ledger's errors. */
export function translated<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeError(error, file) ?? error;
  }
}

function storeError(cause: unknown, file: string): Error | null {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("SQLITE_BUSY")) return new errors.LedgerBusy({ waitedMs: busyTimeoutMs }, { cause });
  if (code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_PERM")) {
    return new errors.LedgerReadOnly({ file }, { cause });
  }
  if (code.startsWith("SQLITE_NOTADB")) return new errors.NotALedger({ file }, { cause });
  if (code.startsWith("SQLITE_CORRUPT")) return new errors.LedgerCorrupt({ file }, { cause });
  if (code.startsWith("SQLITE_FULL")) return new errors.StorageFull({ file }, { cause });
  if (code.startsWith("SQLITE_IOERR")) return new errors.CommitInDoubt({}, { cause });
  // better-sqlite3 answers a missing folder with a plain TypeError.
  if (cause instanceof TypeError && cause.message.includes("directory")) {
    return new errors.LedgerReadOnly({ file }, { cause });
  }
  return null;
}
