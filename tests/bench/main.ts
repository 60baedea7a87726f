// pnpm bench: every measure of the ledger's speed by turns with its baseline, as a table and as JSON. A figure that is
// missed is told, not failed: speed is measured, never asserted.

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installEmmett } from "./emmett/install-emmett.ts";
import { commitNow, machine } from "./machine.ts";
import type { MeasureName } from "./measures.ts";
import { help, isWhole, type Options, optionsOf } from "./options.ts";
import { machineLine, table } from "./report.ts";
import { type Row, verdictOf } from "./rows.ts";

const measureProcess = fileURLToPath(new URL("measure-process.ts", import.meta.url));
const results = fileURLToPath(new URL("results", import.meta.url));

const options = readOptions();
if (options === "help") process.stdout.write(help);
else if (options) await run(options);

/** Null where they can't be understood, which is told. */
function readOptions(): Options | "help" | null {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee pnpm bench --help\n`);
    process.exitCode = 2;
    return null;
  }
}

async function run(given: Options): Promise<void> {
  mkdirSync(given.cache, { recursive: true });
  const { events, repetitions, commands, pools } = given;
  const sizes = { events, repetitions, commands, pools };
  const about = { date: new Date().toISOString(), commit: commitNow(), machine: machine(given.cache), sizes };
  const emmett = given.emmett ? installEmmett(given.cache) : null;
  const measured: (Row & { readonly measure: MeasureName })[] = [];
  for (const measure of given.only) {
    process.stderr.write(`measuring ${measure}\n`);
    const rows = await rowsOf(measure, JSON.stringify({ ...sizes, cache: given.cache, emmett }));
    measured.push(...rows.map((row) => ({ measure, ...row })));
  }
  const rows = measured.map((row) => ({ ...row, verdict: verdictOf(row) }));
  // Kept before anything is printed: whoever reads the first lines only has the figures all the same.
  const name = `${about.date.slice(0, 10)}-${about.commit}.json`;
  const out = given.out ?? join(isWhole(given) ? results : given.cache, name);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ ...about, rows }, null, 2)}\n`);
  process.stdout.write(`${table(measured)}\n\n${machineLine(about.machine)}; commit ${about.commit}\nkept in ${out}\n`);
  if (given.strict && rows.some(({ verdict }) => verdict === "missed")) process.exitCode = 1;
}

/** What one measure found; nothing where it broke off, so that the others are not lost. */
async function rowsOf(measure: MeasureName, settings: string): Promise<readonly Row[]> {
  // What a measure prints is no part of the report.
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = fork(measureProcess, [measure, settings], { execArgv: ["--expose-gc"], stdio: [...stdio] });
  let rows: readonly Row[] = [];
  child.on("message", (told: readonly Row[]) => {
    rows = told;
  });
  const [code] = await once(child, "exit");
  if (code !== 0) {
    process.stderr.write(`the measure ${measure} broke off\n`);
    process.exitCode = 1;
  }
  return rows;
}
