// Compares the inverted index with the log, by sums: an index of which a row is missing hides events from whoever asks, and
// one that leads beyond its mark makes a command fail. Which row it is makes no difference, for it is made anew as a whole.

import type { Reads } from "../../store/port.ts";
import { emptyTerms, readTermBlocks, readTermsMark } from "../../store/upkeep-terms.ts";
import type { Difference } from "./difference.ts";
import { type Inspection, type Looking, pause } from "./inspection.ts";
import { areSame, TermSums, type TermTotal } from "./term-sums.ts";

/** Some milliseconds' worth. */
const pageSize = 20_000;

/** What the log says of the index up to a mark, and what was found there if it was summed up already. */
export interface ComparedTerms {
  readonly mark: number | null;
  readonly expected: TermTotal;
  readonly found: TermTotal | null;
}

/** `head` is a position up to which the log is known. */
export async function compareTerms(inspection: Inspection, terms: ComparedTerms, head: number): Promise<void> {
  const { mark, expected, found } = terms;
  if (mark === null || mark < 0 || mark > head) {
    await replace(inspection, head);
    return;
  }
  if (found && areSame(found, expected)) return;
  // Twice, for it may have been made anew while it was looked through the first time.
  for (let looks = 0; looks < 2; looks += 1) {
    const total = await totalOfIndex(inspection, mark);
    if (total && areSame(total, expected)) return;
    const now = await inspection.store.read(readTermsMark);
    // A mark that went back is that of an index which a rebuild is filling again.
    if (now !== null && now < mark) return;
  }
  await replace(inspection, mark);
}

async function replace(inspection: Inspection, upTo: number): Promise<void> {
  await inspection.settle(wrongTerms);
  await inspection.reindex(upTo);
}

/** Null where it leads to what no log holds. */
export async function totalOfIndex(looking: Looking, upTo: number): Promise<TermTotal | null> {
  const found = new TermSums(upTo);
  let after = { term: "", block: Number.MIN_SAFE_INTEGER };
  for (;;) {
    const page = await looking.store.read(() => readTermBlocks(after, pageSize));
    for (const sum of page) found.addRows(sum);
    // A block that no number holds is none of ours, and whoever goes on from it may find it again.
    if (page.some(({ isBeyond, last }) => isBeyond === 1 || !Number.isSafeInteger(last))) return null;
    const last = page.at(-1);
    if (!last) return found.total();
    after = { term: last.term, block: last.last };
    await pause(looking);
  }
}

// biome-ignore lint/correctness/useYield: what it answers was read before, piece by piece.
function* wrongTerms(): Reads<readonly Difference[]> {
  // The terms of an event may have been changed as well as the index, and no other table tells them: its actor's id.
  const found = "others: history may miss some, or an event was changed";
  const whole = { table: "event_terms", field: null, stream: null, version: null };
  return [{ ...whole, expected: "rows that lead to every event up to the mark", found, mends: emptyTerms }];
}
