// By which index each question about observations is answered: there may be many, and their rows are long.

import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { migrations } from "./migrations/migrations.ts";
import { readNotes } from "./note-queries.ts";
import {
  findNewestApplied,
  findObservation,
  type ObservationFilter,
  readObservations,
  readStandings,
} from "./observation-queries.ts";
import type { Reads } from "./port.ts";
import { compileForSqlite } from "./sqlite/compile.ts";

const nothing: ObservationFilter = { subject: null, state: null, origin: null, type: null, organization_id: null };
const listBy = (filter: Partial<ObservationFilter>) => () =>
  readObservations({ ...nothing, ...filter }, { after: 0, limit: 100 });

/** How SQLite finds the rows of every statement that is asked. */
function plansOf(reads: () => Reads<unknown>): string {
  const database = new Database(":memory:");
  onTestFinished(() => void database.close());
  for (const migration of migrations) database.exec(migration);
  const plans: string[] = [];
  const asked = reads();
  for (let step = asked.next(); !step.done; ) {
    const { sql, values } = compileForSqlite(step.value.query);
    const places = values(step.value.values);
    const rows = database.prepare(`explain query plan ${sql}`).all(...places);
    plans.push(...(rows as readonly { readonly detail: string }[]).map(({ detail }) => detail));
    step = asked.next(database.prepare(sql).all(...places));
  }
  return plans.join("\n");
}

test.each<readonly [what: string, index: string, reads: () => Reads<unknown>]>([
  ["a list of all", "observations_in_order (ordered_at>?)", listBy({})],
  ["a list by origin", "observations_in_order (ordered_at>?)", listBy({ origin: "webhook" })],
  ["a list by state", "observations_by_state (state=? AND ordered_at>?)", listBy({ state: "waiting" })],
  [
    "a list by state in an organization",
    "observations_by_state (state=? AND ordered_at>?)",
    listBy({ state: "waiting", organization_id: "o" }),
  ],
  [
    "a list by subject",
    "observations_by_subject (subject=? AND ordered_at>?)",
    listBy({ subject: "seats/1", type: "x" }),
  ],
  ["one by its id", "sqlite_autoindex_observations_1 (origin_id=?)", () => findObservation("1")],
  ["what is known of some", "sqlite_autoindex_observations_1 (origin_id=?)", () => readStandings(["1", "2"])],
  ["the newest", "observations_by_subject (subject=?)", () => findNewestApplied("seats/1", null)],
  ["the newest of one", "observations_by_subject (subject=?)", () => findNewestApplied("seats/1", "o")],
  ["notes", "notes USING PRIMARY KEY (owner=? AND key>? AND key<?)", () => readNotes("", "pool/")],
])("%s is found by its index, in order", (_, index, reads) => {
  const plan = plansOf(reads);
  expect(plan).toContain(index);
  expect(plan).not.toContain("SCAN observations");
  expect(plan).not.toContain("TEMP B-TREE");
});
