// Compares the inverted index with the log, by sums: an index of which a row is missing hides events from whoever asks, and
// one that leads beyond its mark makes a command fail. Which row it is makes no difference, for it is made anew as a whole.

import type { Reads } from "../../store/port.ts";
import type { LogRow } from "../../store/upkeep-queries.ts";
import { emptyTerms, mixed, ownTermsOf, readTermSums, readTermsMark, type TermSum } from "../../store/upkeep-terms.ts";
import { digestOf } from "./brought-rows.ts";
import type { Difference } from "./difference.ts";
import { type Inspection, pause } from "./inspection.ts";

/** Some milliseconds' worth. */
const pageSize = 20_000;

/** How many rows lead to which events. */
export class TermSums {
  /** Up to which position they are summed up; null where the index does not say how far it goes. */
  readonly upTo: number | null;
  #rows = 0;
  #sum = 0;
  /** Of the terms that many events have in common. */
  readonly #common = new Map<number, CommonDigests>();

  constructor(upTo: number | null) {
    this.upTo = upTo;
  }

  /** An event of the log. */
  add(row: LogRow): void {
    if (this.upTo === null || row.position > this.upTo) return;
    const own = ownTermsOf(row);
    let digests = this.#commonOf(row);
    for (const term of own) digests += digestOf(term);
    this.#take(commonTerms + own.length, digests, mixed(row.position));
  }

  /** Rows of the index. */
  addRows({ term, rows, sum }: TermSum): void {
    this.#take(rows, digestOf(term), sum);
  }

  equals(other: TermSums): boolean {
    return this.#rows === other.#rows && this.#sum === other.#sum;
  }

  #take(rows: number, digests: number, sum: number): void {
    this.#rows += rows;
    this.#sum = (this.#sum + Math.imul(digests, sum)) >>> 0;
  }

  /** The terms of its organization, and of its type and its actor's in it. */
  #commonOf({ organization, type, actor_type }: LogRow): number {
    let known = this.#common.get(organization);
    if (!known) {
      known = { itself: digestOf(`o${organization}`), types: new Map(), actorTypes: new Map() };
      this.#common.set(organization, known);
    }
    const { itself, types, actorTypes } = known;
    const ofType = types.get(type) ?? digestOf(`t${organization}${type}`);
    const ofActor = actorTypes.get(actor_type) ?? digestOf(`k${organization}${actor_type}`);
    types.set(type, ofType);
    actorTypes.set(actor_type, ofActor);
    return itself + ofType + ofActor;
  }
}

interface CommonDigests {
  readonly itself: number;
  readonly types: Map<string, number>;
  readonly actorTypes: Map<string, number>;
}

/** How many terms every event has. */
const commonTerms = 3;

/** `head` is a position up to which the log is known. */
export async function compareTerms(inspection: Inspection, sums: TermSums, head: number): Promise<void> {
  const { upTo } = sums;
  if (upTo === null || upTo < 0 || upTo > head) {
    await replace(inspection, head);
    return;
  }
  // Twice, for it may have been made anew while it was looked through the first time.
  for (let looks = 0; looks < 2; looks += 1) {
    if (await isRight(inspection, sums, upTo)) return;
    const mark = await inspection.store.read(readTermsMark);
    // A mark that went back is that of an index which a rebuild is filling again.
    if (mark !== null && mark < upTo) return;
  }
  await replace(inspection, upTo);
}

async function replace(inspection: Inspection, upTo: number): Promise<void> {
  await inspection.settle(wrongTerms);
  await inspection.reindex(upTo);
}

async function isRight(inspection: Inspection, expected: TermSums, upTo: number): Promise<boolean> {
  const found = new TermSums(upTo);
  let after = { term: "", position: 0 };
  for (;;) {
    const page = await inspection.store.read(() => readTermSums(after, upTo, pageSize));
    for (const sum of page) found.addRows(sum);
    if (page.some(({ beyond }) => beyond > 0)) return false;
    const last = page.at(-1);
    if (!last) return found.equals(expected);
    after = { term: last.term, position: last.last };
    await pause(inspection);
  }
}

// biome-ignore lint/correctness/useYield: what it answers was read before, piece by piece.
function* wrongTerms(): Reads<readonly Difference[]> {
  const found = "others: history may miss some";
  const whole = { table: "event_terms", field: null, stream: null, version: null };
  return [{ ...whole, expected: "rows that lead to every event up to the mark", found, mends: emptyTerms }];
}
