// Queries in SQLite's dialect. Nothing is run here: each engine runs the statements in its own way.

import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { Compiled, Query } from "../query.ts";
import type { Tables } from "../tables.ts";

/**
 * SQLite plans a statement by the values that are bound to it, and so plans it anew each time that they are bound, which
 * took many times as long as most statements themselves. What is the argument of a function tells the planner nothing;
 * `likely` leaves no trace in the program that it makes.
 */
class PlannedOnce extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return "likely(?)";
  }
}

const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new PlannedOnce(),
  },
});

/** A query as a statement for SQLite, whichever driver runs it. */
export function compileForSqlite(query: Query): Compiled {
  return query.compile(compiler);
}
