// Waiting for another process that holds the file. SQLite's own busy timeout starved one of two busy writers completely;
// short retries with jitter share the file fairly at the same throughput (docs/decisions/0006).

import { setImmediate, setTimeout } from "node:timers/promises";
import { errors } from "../../errors.ts";
import { isBusy } from "./troubles.ts";

/** After this long a caller hears that the ledger is busy. */
export const patienceMs = 5_000;

/** How long retries are microseconds apart; after that they are milliseconds apart. */
const eagerMs = 20;

const neverWoken = new Int32Array(new SharedArrayBuffer(4));

export interface Wait {
  readonly began: number;
  /** Lets a moment pass; other work of this process goes on meanwhile. */
  pass(): Promise<void>;
}

export function beginWait(): Wait {
  const began = performance.now();
  return {
    began,
    async pass() {
      if (performance.now() - began > eagerMs) return await setTimeout(between(1, 5));
      nap(between(0.05, 0.35));
      await setImmediate();
    },
  };
}

/** Tries until no other process stands in the way, or patience ends. */
export async function patiently<Result>(attempt: () => Result): Promise<Result> {
  const wait = beginWait();
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (isOver(wait.began)) throw busySince(wait.began, error);
    }
    await wait.pass();
  }
}

export function isOver(began: number): boolean {
  return performance.now() - began >= patienceMs;
}

export function busySince(began: number, cause: unknown): Error {
  return new errors.LedgerBusy({ waitedMs: Math.round(performance.now() - began) }, { cause });
}

function nap(ms: number): void {
  Atomics.wait(neverWoken, 0, 0, ms);
}

function between(low: number, high: number): number {
  return low + Math.random() * (high - low);
}
