// The durability in force is the one asked for: better-sqlite3 alone would fall back to NORMAL in WAL mode.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSqlite } from "./load-sqlite.ts";
import { openDatabase } from "./open-database.ts";

async function levelsOf(durability: "full" | "normal"): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-durability-"));
  try {
    const levels = [];
    for (const _ of ["made anew", "opened again"]) {
      const database = openDatabase(await loadSqlite(), { file: join(folder, "seats.db"), durability });
      levels.push(database.pragma("synchronous", { simple: true }));
      database.close();
    }
    return levels;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("full durability flushes each commit, in a new file and in one that is opened again", async () => {
  expect(await levelsOf("full")).toEqual([2, 2]);
});

test("normal durability is the caller's choice", async () => {
  expect(await levelsOf("normal")).toEqual([1, 1]);
});
