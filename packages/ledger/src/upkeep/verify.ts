// verify: whether the ledger is whole. The log is checked by itself, and everything that was made from it is compared with
// what it comes to. Nothing is written.

import { availableParallelism } from "node:os";
import type { Store } from "../store/port.ts";
import { readHead } from "../store/upkeep-log.ts";
import { inspectByParts } from "./shared/inspect-by-parts.ts";
import { rising } from "./shared/inspection.ts";
import { checkedVerify, type VerifyOptions } from "./shared/options.ts";
import { type Problem, Problems } from "./shared/problems.ts";
import type { Workers } from "./shared/share-parts.ts";

/** What `verify` found. */
export interface Verification {
  /** The log is whole, and everything that was made from it is as it says. */
  readonly ok: boolean;
  /** The first hundred problems, in the order of the log. */
  readonly problems: readonly Problem[];
  /** How many there are besides these. */
  readonly more: number;
  /** The position up to which the log was checked. */
  readonly upTo: number;
  /** How many threads besides the caller's had a part in it. */
  readonly threads: number;
}

export async function verify(store: Store, options: VerifyOptions | undefined): Promise<Verification> {
  const { signal, onProgress, threads } = checkedVerify(options);
  const workers = threads === null ? await usualWorkers(store) : { threads, isCallerOne: threads === 0 };
  const problems = new Problems(store);
  const inspected = await inspectByParts({ store, problems, signal, onProgress: rising(onProgress) }, workers);
  const told = await problems.told();
  return { ok: problems.count === 0, problems: told, more: problems.count - told.length, ...inspected };
}

/** Fewer are verified by the time that a thread has started. */
const manyEvents = 100_000;
/** More have little to do, and take the processor from everybody else. */
const mostThreads = 3;

/** As many as there are processors. */
async function usualWorkers(store: Store): Promise<Workers> {
  const others = (await store.read(readHead)) < manyEvents ? 0 : availableParallelism() - 1;
  return { threads: Math.min(others, mostThreads), isCallerOne: true };
}
