// Runs one measure, in a process of its own so that no measure disturbs another, and tells its rows to its parent.

import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { measureNames, measures } from "./measures.ts";

const [, , given, options = "{}"] = process.argv;
const name = measureNames.find((known) => known === given);
if (!name) throw new Error(`there is no measure ${given}`);

const settings = JSON.parse(options) as Omit<Bench, "folder">;
// On the cache's disk: a temporary folder may be in memory, where a flush costs nothing.
const folder = mkdtempSync(join(settings.cache, "run-"));
try {
  const rows = await measures[name]({ ...settings, folder });
  process.send?.(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
