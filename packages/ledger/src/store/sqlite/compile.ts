// Queries in SQLite's dialect. Nothing is run here: each engine runs the statements in its own way.

import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { Compiled, Query } from "../query.ts";
import type { Tables } from "../tables.ts";

const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A query as a statement for SQLite, whichever driver runs it. */
export function compileForSqlite(query: Query): Compiled {
  return query.compile(compiler);
}
