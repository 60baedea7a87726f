// How statements reach SQLite: planned once, whatever is bound to them later.

import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { migrations } from "../migrations/migrations.ts";
import { type Arguments, query } from "../query.ts";
import { compileForSqlite } from "./compile.ts";

function emptyLedger(): Database.Database {
  const database = new Database(":memory:");
  onTestFinished(() => void database.close());
  for (const migration of migrations) database.exec(migration);
  database.exec("insert into streams values (1, 'pool', 'a'), (2, 'pool', 'b')");
  return database;
}

/** How often a statement is planned while it runs for each of these values. */
function planned(sql: string, runs: readonly (readonly unknown[])[]): number {
  const statement = emptyLedger().prepare(sql);
  // The driver makes a function for the rows of a statement, and a new one whenever that was planned anew.
  const made = vi.spyOn(globalThis, "Function");
  onTestFinished(() => made.mockRestore());
  for (const values of runs) expect(statement.all(...values)).toHaveLength(1);
  return made.mock.calls.length;
}

const streamAfter = query((db, args: { stream: number; kind: string; limit: number }) =>
  db
    .selectFrom("streams")
    .selectAll()
    .where("stream", ">", args.stream)
    .where("kind", "=", args.kind)
    .orderBy("stream")
    .limit(args.limit),
);

test("a statement is planned once, whatever is bound to it", () => {
  const bound: readonly (Parameters<typeof streamAfter>[0] & Arguments)[] = [
    { stream: 0, kind: "pool", limit: 1 },
    { stream: 1, kind: "pool", limit: 2 },
    { stream: 1, kind: "pool", limit: 3 },
  ];
  const { sql, values } = compileForSqlite(streamAfter({ stream: 0, kind: "", limit: 0 }).query);
  const runs = bound.map(values);
  expect(planned(sql, runs)).toBe(1);
  // Left to SQLite, it is planned for each.
  expect(planned(sql.replaceAll("likely(?)", "?"), runs)).toBeGreaterThan(1);
});
