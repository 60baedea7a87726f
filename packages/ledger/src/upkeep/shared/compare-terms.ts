// Compares the inverted index with the log, by sums: an index of which a row is missing hides events from whoever asks, and
// one that leads beyond its mark makes a command fail. Which row it is makes no difference, for it is made anew as a whole.

import { digestOf } from "../../store/digest.ts";
import type { Reads } from "../../store/port.ts";
import { blockSize } from "../../store/term-queries.ts";
import type { OrderRow } from "../../store/upkeep-log.ts";
import { emptyTerms, mixed, readTermSums, readTermsMark, type TermSum } from "../../store/upkeep-terms.ts";
import type { Difference } from "./difference.ts";
import { type Inspection, pause } from "./inspection.ts";

/** Some milliseconds' worth. */
const pageSize = 20_000;

/** How many rows lead to which blocks of events. */
export class TermSums {
  /** Up to which position they are summed up; null where the index does not say how far it goes. */
  readonly upTo: number | null;
  #rows = 0;
  #sum = 0;
  /** The block that is being summed up, the digests of its terms, and those terms that few events have in common. */
  #block = -1;
  #digests = 0;
  readonly #own = new Set<string>();
  /** The terms that many events have in common. */
  readonly #common = new Map<number, CommonTerms>();

  constructor(upTo: number | null) {
    this.upTo = upTo;
  }

  /** The next event of the log. */
  add([position, , , , organization, type, actorType, person, actor]: OrderRow): void {
    if (this.upTo === null || position > this.upTo) return;
    const block = Math.floor((position - 1) / blockSize);
    if (block !== this.#block) this.#begin(block);
    if (person !== null) this.#addOwn(person);
    if (actor !== null) this.#addOwn(actor);
    const { itself, types, actorTypes } = this.#commonOf(organization);
    this.#addCommon(itself);
    this.#addCommon(knownIn(types, type));
    this.#addCommon(knownIn(actorTypes, actorType));
  }

  /** Rows of the index. */
  addRows({ term, rows, sum }: TermSum): void {
    this.#rows += rows;
    this.#take(digestOf(term), sum);
  }

  equals(other: TermSums): boolean {
    this.#begin(-1);
    other.#begin(-1);
    return this.#rows === other.#rows && this.#sum === other.#sum;
  }

  /** Sums up the block before it. */
  #begin(block: number): void {
    this.#take(this.#digests, mixed(this.#block));
    this.#digests = 0;
    this.#own.clear();
    this.#block = block;
  }

  #take(digests: number, blocks: number): void {
    this.#sum = (this.#sum + Math.imul(digests, blocks)) >>> 0;
  }

  #addOwn(term: string): void {
    if (this.#own.has(term)) return;
    this.#own.add(term);
    this.#digests += digestOf(term);
    this.#rows += 1;
  }

  #addCommon(term: CommonTerm): void {
    if (term.block === this.#block) return;
    term.block = this.#block;
    this.#digests += term.digest;
    this.#rows += 1;
  }

  #commonOf(organization: number): CommonTerms {
    const known = this.#common.get(organization);
    if (known) return known;
    const made = {
      itself: commonTerm(`o${organization}`),
      types: { before: `t${organization}`, terms: new Map() },
      actorTypes: { before: `k${organization}`, terms: new Map() },
    };
    this.#common.set(organization, made);
    return made;
  }
}

/** A term that many events have in common, and the last block of which it was true. */
interface CommonTerm {
  readonly digest: number;
  block: number;
}

/** The terms of an organization. */
interface CommonTerms {
  readonly itself: CommonTerm;
  readonly types: CommonKind;
  readonly actorTypes: CommonKind;
}

interface CommonKind {
  readonly before: string;
  readonly terms: Map<string, CommonTerm>;
}

function knownIn({ before, terms }: CommonKind, name: string): CommonTerm {
  const known = terms.get(name);
  if (known) return known;
  const made = commonTerm(before + name);
  terms.set(name, made);
  return made;
}

function commonTerm(term: string): CommonTerm {
  return { digest: digestOf(term), block: -1 };
}

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
  let after = { term: "", block: Number.MIN_SAFE_INTEGER };
  for (;;) {
    const page = await inspection.store.read(() => readTermSums(after, upTo, pageSize));
    for (const sum of page) found.addRows(sum);
    // A block that no number holds is none of ours, and whoever goes on from it may find it again.
    if (page.some(({ isBeyond, last }) => isBeyond === 1 || !Number.isSafeInteger(last))) return false;
    const last = page.at(-1);
    if (!last) return found.equals(expected);
    after = { term: last.term, block: last.last };
    await pause(inspection);
  }
}

// biome-ignore lint/correctness/useYield: what it answers was read before, piece by piece.
function* wrongTerms(): Reads<readonly Difference[]> {
  // The terms of an event may have been changed as well as the index, and no other table tells them: its actor's id.
  const found = "others: history may miss some, or an event was changed";
  const whole = { table: "event_terms", field: null, stream: null, version: null };
  return [{ ...whole, expected: "rows that lead to every event up to the mark", found, mends: emptyTerms }];
}
