// rebuild: makes everything again that was made from the log, where it is not as the log says. What is right stays as it is,
// so that readers see no moment in which something is missing, and the log is never written.

import { setImmediate } from "node:timers/promises";
import type { Outcome, Reads, Store } from "../store/port.ts";
import { nextTerms } from "../store/upkeep-terms.ts";
import type { Difference } from "./shared/difference.ts";
import { flawOfCommand } from "./shared/flaw-of-row.ts";
import { inspect } from "./shared/inspect.ts";
import { checkedUpkeep, type UpkeepOptions } from "./shared/options.ts";

/** What `rebuild` did. */
export interface Rebuilt {
  /** The position up to which the log was folded. */
  readonly upTo: number;
  /** How many rows were made, changed or taken away. */
  readonly changed: number;
}

/** `forget` is called as rows are mended: what is remembered of them is not to be trusted. */
export async function rebuild(store: Store, forget: () => void, options: UpkeepOptions | undefined): Promise<Rebuilt> {
  const { signal, onProgress } = checkedUpkeep(options);
  let changed = 0;

  function* mend(reads: () => Reads<readonly Difference[]>): Reads<Outcome<number>> {
    const differences = (yield* reads()).filter(({ mends }) => mends.length > 0);
    // Inside the transaction: the commands that share its commit and come after it read what was mended.
    if (differences.length > 0) forget();
    return { writes: differences.flatMap(({ mends }) => mends), answer: differences.length };
  }

  async function settle(reads: () => Reads<readonly Difference[]>): Promise<void> {
    const found = await store.read(reads);
    if (!found.some(({ mends }) => mends.length > 0)) return;
    try {
      changed += await store.transact(() => mend(reads), signal);
    } finally {
      // Once more: who read beside the transaction remembered what was there before its commit.
      forget();
    }
  }

  async function reindex(end: number): Promise<void> {
    for (let isDone = false; !isDone; await setImmediate()) {
      signal?.throwIfAborted();
      isDone = await store.transact(() => index(end), signal);
    }
  }

  // A ledger that cannot be written is refused at once, also where nothing would have to be.
  await store.transact(() => mend(noDifferences), signal);
  const inspection = { store, signal, onProgress, settle, reindex, tell: async () => {} };
  // What else stands in the log makes no row: verify tells what is wrong with it. But a time does.
  const upTo = await inspect(inspection, flawOfCommand);
  return { upTo, changed };
}

/** A piece of it small enough for commands to wait for. */
const blocksAtOnce = 64;

function* index(end: number): Reads<Outcome<boolean>> {
  const { writes, isLast } = yield* nextTerms(end, blocksAtOnce);
  return { writes, answer: isLast };
}

// biome-ignore lint/correctness/useYield: reads that read nothing.
function* noDifferences(): Reads<readonly Difference[]> {
  return [];
}
