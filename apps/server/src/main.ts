// The service as a program: starts, says what it did, and stops cleanly at Ctrl-C or SIGTERM; and its commands.

import { Command } from "commander";
import { isSeatLedgerError } from "seat-ledger";
import { commandsOf, summaryOf } from "./banner.ts";
import { tokenCommands } from "./commands/tokens.ts";
import { openDemoPool } from "./demo-pool.ts";
import { StartError } from "./first-report.ts";
import { largestPool } from "./largest-pool.ts";
import { createLog } from "./log.ts";
import { createProgress } from "./progress.ts";
import { readSettings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { startService } from "./start-service.ts";

async function serve(stopping: AbortSignal): Promise<void> {
  const settings = readSettings(process.env);
  const { log, onAnswer } = createLog(settings.logLevel, process.stderr);
  const progress = createProgress(process.stderr, log);
  const service = await startService(settings, { log, onAnswer, signal: stopping, onProgress: progress.show });
  progress.end();
  try {
    console.log(summaryOf(service, settings));
    if (service.sandboxUrl !== null) {
      const demo = await openDemoPool(service.ledger, service.organizationId);
      const replayed = await largestPool(service.ledger, service.organizationId);
      console.log(`\n${commandsOf(settings, service.url, demo, replayed)}`);
    }
    await stopped(stopping);
  } finally {
    giveUpAfter(settings.http.stopIdleMs + settings.http.stopTimeoutMs + graceMs);
    if (!(await service.close())) {
      console.log(`What was still under way after ${settings.http.stopTimeoutMs / 1_000} s was cut off.`);
      process.exitCode = 1;
    }
  }
  console.log("Stopped.");
}

/** For what no setting limits: a stop ends in any case. */
const graceMs = 5_000;

function giveUpAfter(ms: number): void {
  const giveUp = () => {
    console.error("seat-ledger: the stop took too long and was given up.");
    process.exit(1);
  };
  setTimeout(giveUp, ms).unref();
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What the person who started it can mend is told in a sentence; what is our mistake keeps its stack. */
function told(error: unknown): unknown {
  const expected = error instanceof SettingsError || error instanceof StartError || isSeatLedgerError(error);
  return expected ? `seat-ledger: ${error.message}` : error;
}

const stop = new AbortController();
const signals = ["SIGINT", "SIGTERM"] as const;

/** What comes within this time is the same wish: wrappers pass on what the terminal has sent to everybody already. */
const sameWishMs = 500;

function stopBy(signal: NodeJS.Signals): void {
  stop.abort(new Error(`stopped by ${signal}`));
  // A later one, of either kind, falls through to Node's own way: out at once.
  const hearNoMore = () => {
    for (const one of signals) process.off(one, stopBy);
  };
  setTimeout(hearNoMore, sameWishMs).unref();
}

async function serveUntilStopped(): Promise<void> {
  for (const signal of signals) process.on(signal, stopBy);
  await serve(stop.signal);
}

const program = new Command("seat-ledger").description("A seat-ledger behind Polar's seat API.");
program.command("serve", { isDefault: true }).description("start the service (default)").action(serveUntilStopped);
program.addCommand(tokenCommands(process.env));

try {
  await program.parseAsync();
} catch (error) {
  if (stop.signal.aborted) console.log("Stopped.");
  else {
    console.error(told(error));
    process.exitCode = 1;
  }
}
