// Sums of what leads to the events in the inverted index: of the log, and of the index itself.

import { digestOf, digestOfNumber, scattered } from "../../store/digest.ts";
import { blockSize } from "../../store/term-queries.ts";
import type { OrderRow } from "../../store/upkeep-log.ts";
import type { TermBlocks } from "../../store/upkeep-terms.ts";

/** Of two that are the same, so are the rows. */
export interface TermTotal {
  readonly rows: number;
  readonly sum: number;
}

export function areSame(one: TermTotal, other: TermTotal): boolean {
  return one.rows === other.rows && one.sum === other.sum;
}

/** A block so mixed that sums of several tell them apart: in a line, moves in opposite directions would cancel out. */
export function mixed(block: number): number {
  return scattered(digestOfNumber(block + 1));
}

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
  add(row: OrderRow): void {
    // Not taken apart by a pattern, which would walk each row as an iterator.
    const position = row[0];
    if (this.upTo === null || position > this.upTo) return;
    const person = row[7];
    const actor = row[8];
    const block = Math.floor((position - 1) / blockSize);
    if (block !== this.#block) this.#begin(block);
    if (person !== null) this.#addOwn(person);
    if (actor !== null) this.#addOwn(actor);
    const { itself, types, actorTypes } = this.#commonOf(row[4]);
    this.#addCommon(itself);
    this.#addCommon(knownIn(types, row[5]));
    this.#addCommon(knownIn(actorTypes, row[6]));
  }

  /** Rows of the index: what leads to no block before the end is none of the log's yet. */
  addRows({ term, blocks }: TermBlocks): void {
    const end = Math.floor((this.upTo ?? 0) / blockSize);
    let sum = 0;
    for (const text of blocks.split(",")) {
      const block = Number(text);
      if (block >= end) continue;
      this.#rows += 1;
      sum += mixed(block);
    }
    this.#take(digestOf(term), sum);
  }

  /** What it comes to. Nothing is added after it was asked for. */
  total(): TermTotal {
    this.#begin(-1);
    return { rows: this.#rows, sum: this.#sum };
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
