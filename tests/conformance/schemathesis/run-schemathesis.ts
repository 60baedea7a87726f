// Runs schemathesis against a service and reads its report. It asserts nothing.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { StagedService } from "./staged-service.ts";

export interface SchemathesisRun {
  /** What it printed: each failure, with the request that shows it. */
  readonly said: string;
  readonly report: z.output<typeof report>;
}

const report = z.object({
  seed: z.number(),
  exit_code: z.number(),
  complete: z.boolean(),
  operations: z.object({ selected: z.number(), tested: z.number(), errored: z.number() }),
  test_cases: z.object({ generated: z.number(), with_failures: z.number(), errored: z.number() }),
  failures: z.array(z.object({ title: z.string(), operations: z.array(z.string()) })),
  /** How many of the cases that fit the document were accepted, for each operation and phase. */
  valid_rates: z.record(z.string(), z.record(z.string(), z.object({ accepted: z.number() }))),
});

export interface Wish {
  readonly seed: number;
  /** At most so many for each operation in a phase. */
  readonly examples: number;
  /** Operations that are not asked. */
  readonly without: readonly string[];
}

export async function runSchemathesis(
  python: string,
  { url, subscriptionId, kept, certain, names }: StagedService,
  { seed, examples, without }: Wish,
): Promise<SchemathesisRun> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-schemathesis-"));
  try {
    const configuration = join(folder, "schemathesis.toml");
    await writeFile(configuration, await filledIn({ ...names, HOOKS: hooks }));
    const told = join(folder, "report.json");
    const options = [
      ...["--seed", String(seed), "--max-examples", String(examples), "--generation-database", "none", "--no-color"],
      ...["--report", "json", "--report-json-path", told],
      ...without.flatMap((operation) => ["--exclude-operation-id", operation]),
    ];
    const command = ["-m", "schemathesis.cli", "--config-file", configuration, "run", `${url}/openapi.json`];
    // A failure is told by the report too; without one the run went wrong itself.
    const given = { SUBSCRIPTION_ID: subscriptionId, KEPT: kept.join(), CERTAIN: JSON.stringify(certain) };
    // Python would leave what it makes of the hooks beside them.
    const env = { ...process.env, ...given, PYTHONDONTWRITEBYTECODE: "1" };
    const { stdout } = await run(python, [...command, ...options], { cwd: folder, env, maxBuffer }).catch(said);
    return { said: stdout, report: report.parse(JSON.parse(await readFile(told, "utf8"))) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;
const hooks = fileURLToPath(new URL("hooks.py", import.meta.url));

/** Values as JSON are TOML too. */
async function filledIn(names: Readonly<Record<string, unknown>>): Promise<string> {
  const template = await readFile(new URL("schemathesis.toml", import.meta.url), "utf8");
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => JSON.stringify(names[name]));
}

function said(error: unknown): { readonly stdout: string } {
  if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return { stdout: error.stdout };
  throw error;
}
