// seat-ledger/store: the port for other engines, name by name. Unstable: it is made for engines, which are released with
// the ledger, and it may change with any version. Whoever keeps a ledger needs none of it.

export { applicationId, migrations } from "./migrations/migrations.ts";
export {
  ask,
  askOne,
  type BackupOptions,
  type Outcome,
  type Reader,
  type ReadingThread,
  type Reads,
  type Store,
  type ThreadModule,
  type Transaction,
} from "./port.ts";
export { type Arguments, type Bound, type Compiled, type Query, query, type SqlValue } from "./query.ts";
export { drive, driveAsync } from "./run-reads.ts";
export { compileForSqlite } from "./sqlite/compile.ts";
export type { Durability, SqliteOptions } from "./sqlite/open-database.ts";
export { openSqliteStore } from "./sqlite/sqlite-store.ts";
export type {
  CustomersTable,
  EventsTable,
  IdempotencyTable,
  InvitationsTable,
  MembersTable,
  OrganizationsTable,
  PersonalTable,
  PoolsTable,
  SeatsTable,
  SessionsTable,
  StreamsTable,
  Tables,
} from "./tables.ts";
