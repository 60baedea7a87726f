// The bench itself, run as small as it goes: that each measure finds a figure. How large it is depends on the machine,
// and is no test's matter.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { measureNames } from "./measures.ts";
import type { Row } from "./rows.ts";

const run = promisify(execFile);
const bench = fileURLToPath(new URL("main.ts", import.meta.url));

/** What a run kept. */
interface Kept {
  readonly machine: { readonly node: string };
  readonly rows: readonly (Row & { readonly measure: string; readonly verdict: string | null })[];
}

async function aSmallRun(...options: readonly string[]): Promise<{ readonly printed: string; readonly kept: Kept }> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-bench-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const out = join(folder, "figures.json");
  const small = [
    "--events",
    "2000",
    "--repetitions",
    "1",
    "--commands",
    "64",
    "--pools",
    "64",
    "--cache",
    join(folder, "cache"),
  ];
  const { stdout } = await run(process.execPath, [bench, ...small, "--without-emmett", "--out", out, ...options]);
  return { printed: stdout, kept: JSON.parse(await readFile(out, "utf8")) as Kept };
}

test("every measure finds a figure, and those with a goal a verdict", async () => {
  const { printed, kept } = await aSmallRun();
  expect([...new Set(kept.rows.map(({ measure }) => measure))]).toEqual(measureNames);
  for (const { what, value, against, ratio, goal, verdict } of kept.rows) {
    const figures = [value, against?.value ?? value, ratio ?? value].flatMap(({ median, all }) => [median, ...all]);
    expect({ what, isFound: figures.every(Number.isFinite) }).toEqual({ what, isFound: true });
    expect({ what, isJudged: verdict !== null }).toEqual({ what, isJudged: goal !== null });
    expect(printed).toContain(what);
  }
  expect(kept.machine.node).toBe(process.version);
});

test("one measure can be taken alone, and a name that is none is refused", async () => {
  const { kept } = await aSmallRun("--only", "bytes");
  expect([...new Set(kept.rows.map(({ measure }) => measure))]).toEqual(["bytes"]);
  await expect(run(process.execPath, [bench, "--only", "speed"])).rejects.toThrow("there is no measure speed");
});

test("pools that are too few for the callers at once are refused before anything is measured", async () => {
  await expect(run(process.execPath, [bench, "--pools", "63"])).rejects.toThrow("--pools must be 64 or more");
});
