// The driver, loaded only when a file is opened: on Node 20 better-sqlite3 13 crashes the process as it loads. What is too
// old for a ledger is refused here.

import type Database from "better-sqlite3";
import { errors } from "../../errors.ts";
import { invariant } from "../../invariant.ts";

export type Sqlite = typeof Database;

export async function loadSqlite(): Promise<Sqlite> {
  refuseOldNode();
  const { default: Sqlite } = await import("better-sqlite3");
  return Sqlite;
}

function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const modern = major > 22 || (major === 22 && minor >= 13);
  if (modern) return;
  throw new errors.InvalidRequest({
    issues: [{ path: "", message: `seat-ledger needs Node 22.13 or newer, this is ${process.versions.node}.` }],
  });
}

/** Before 3.51.3, several connections to a file in WAL mode could damage it. */
export function refuseOldSqlite(database: Database.Database): void {
  const version = String(database.prepare("select sqlite_version()").pluck().get());
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const modern = (major * 1_000 + minor) * 1_000 + patch >= 3_051_003;
  invariant(modern, `SQLite ${version} can damage a file that several processes use; 3.51.3 or newer is needed`);
}
