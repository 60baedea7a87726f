// What an engine must do. A transaction is a generator that yields the reads it needs and returns what to write; it
// holds every rule, the engine none, so that a synchronous engine (SQLite) and an asynchronous one (PostgreSQL) can
// drive the same one. Exported as seat-ledger/store for engines once there is a second one.

import type { Bound } from "./query.ts";

/** Reads that lead to an answer. */
export type Reads<Answer> = Generator<Bound, Answer, readonly unknown[]>;

/** What a transaction writes, in order, and what it answers once that is committed. */
export interface Outcome<Answer> {
  readonly writes: readonly Bound[];
  readonly answer: Answer;
}

export interface Store {
  /** Runs reads that all see the same state of the ledger. */
  read<Answer>(reads: () => Reads<Answer>): Promise<Answer>;
  /** Runs a transaction that no other write can come in between; resolves when what it wrote is durable. */
  transact<Answer>(plan: () => Reads<Outcome<Answer>>): Promise<Answer>;
  /** From which tokens are derived: the one that was given, else one that is kept beside the file, made once. */
  readonly secret: Uint8Array;
  /** Calls back soon after somebody else wrote to the ledger; returns how to stop. */
  watch(onChange: () => void): () => void;
  close(): Promise<void>;
}

/** Asks for the rows of a query. */
export function* ask<Row>(bound: Bound<Row>): Generator<Bound, readonly Row[], readonly unknown[]> {
  // A generator has one type for all that it is sent; that these rows are this query's is the runners' promise.
  return (yield bound) as readonly Row[];
}

/** Asks for the only row of a query, or null. */
export function* askOne<Row>(bound: Bound<Row>): Generator<Bound, Row | null, readonly unknown[]> {
  const [row] = yield* ask(bound);
  return row ?? null;
}
