// Opens the file in which the service keeps its access tokens: SQLite beside the ledger, for this user alone. It knows the
// file and its format, not what a token may do.

import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { SettingsError } from "../settings-error.ts";

/** "Seat" and "tok", so that no other file is taken for one of these. */
const applicationId = 0x5ea7_70c4;
const format = 1;
const patienceMs = 5_000;

/** Rows of the file. Instants are milliseconds since 1970. */
export interface TokenTables {
  readonly tokens: {
    /** Gives them an order; never shown. */
    readonly number: number | null;
    readonly id: string;
    /** SHA-256 of the token. */
    readonly digest: Buffer;
    readonly hint: string;
    readonly name: string;
    readonly organization_id: string;
    /** Separated by spaces. */
    readonly scopes: string;
    readonly created_at: number;
    readonly expires_at: number | null;
    readonly last_used_at: number | null;
    readonly revoked_at: number | null;
  };
  /** The organization for which the service was started last: one row. */
  readonly served: { readonly only: 1; readonly organization_id: string };
}

const schema = `
  create table tokens (
    number integer primary key,
    id text not null unique,
    digest blob not null unique check (length(digest) = 32),
    hint text not null,
    name text not null,
    organization_id text not null,
    scopes text not null,
    created_at integer not null,
    expires_at integer,
    last_used_at integer,
    revoked_at integer
  ) strict;
  create index tokens_of_organization on tokens (organization_id, number);
  create table served (only integer primary key check (only = 1), organization_id text not null) strict;
`;

/** Throws `SettingsError` where the file can't be used. */
export function openTokenFile(file: string): Sqlite.Database {
  refuseOldNode();
  let database: Sqlite.Database | undefined;
  try {
    if (file !== ":memory:") forThisUserAlone(file);
    database = new Sqlite(file, { timeout: patienceMs });
    database.transaction(prepare).immediate(database);
    database.pragma("journal_mode = WAL");
    // What was revoked stays so, whatever happens to the power.
    database.pragma("synchronous = FULL");
    return database;
  } catch {
    database?.close();
    throw new SettingsError(
      `The file of access tokens ${file} cannot be used: it must be one that this version made, and writable with its folder.`,
    );
  }
}

/**
 * SQLite gives the files that it makes beside a database the mode of the database. One that is there is not opened, for its close
 * would end the locks that this process has on it.
 */
function forThisUserAlone(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}

function prepare(database: Sqlite.Database): void {
  const number = (pragma: string) => Number(database.pragma(pragma, { simple: true }));
  if (number("application_id") === applicationId && number("user_version") === format) return;
  const tables = Number(database.prepare("select count(*) from sqlite_schema").pluck().get());
  if (tables > 0 || number("application_id") !== 0) throw new Error("another file, or a newer format");
  database.exec(schema);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${format}`);
}

/**
 * On Node 20 better-sqlite3 13 crashes the process without a word. The ledger refuses the same versions, where it is opened. Before
 * 20.12 nobody comes as far as here: what is imported does not exist there.
 */
function refuseOldNode(): void {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return;
  throw new SettingsError(`Access tokens need Node 22.13 or newer, this is ${node}.`);
}
