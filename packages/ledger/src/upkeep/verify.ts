// verify: whether the ledger is whole. The log is checked by itself, and everything that was made from it is compared with
// what it comes to. Nothing is written.

import type { Reads, Store } from "../store/port.ts";
import type { Difference } from "./shared/difference.ts";
import { flawOfRecord } from "./shared/flaw-of-row.ts";
import { inspect } from "./shared/inspect.ts";
import { checkedUpkeep, type UpkeepOptions } from "./shared/options.ts";
import { type Problem, Problems } from "./shared/problems.ts";

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
}

export async function verify(store: Store, options: UpkeepOptions | undefined): Promise<Verification> {
  const { signal, onProgress } = checkedUpkeep(options);
  const problems = new Problems(store);
  const settle = async (reads: () => Reads<readonly Difference[]>) => await problems.add(await store.read(reads));
  const tell = (differences: readonly Difference[]) => problems.add(differences);
  const inspection = { store, signal, onProgress, settle, tell, reindex: async () => {} };
  const upTo = await inspect(inspection, flawOfRecord);
  const told = await problems.told();
  return { ok: problems.count === 0, problems: told, more: problems.count - told.length, upTo };
}
