// What an engine must do. A transaction is a generator that yields the reads it needs and returns what to write; it
// holds every rule, the engine none, so that a synchronous engine (SQLite) and an asynchronous one (PostgreSQL) can
// drive the same one. Exported as seat-ledger/store, for engines; tests/contract says what each of them must keep.

import type { Bound } from "./query.ts";

/** Reads that lead to an answer. */
export type Reads<Answer> = Generator<Bound, Answer, readonly unknown[]>;

/** What a transaction writes, in order, and what it answers once that is committed. */
export interface Outcome<Answer> {
  readonly writes: readonly Bound[];
  readonly answer: Answer;
}

/** What a transaction does: begun anew for each attempt, so that an engine may try again. */
export type Transaction<Answer> = () => Reads<Outcome<Answer>>;

/** How to make a backup, and how far it has come, in bytes. */
export interface BackupOptions {
  readonly signal: AbortSignal | null;
  readonly onProgress: ((progress: { readonly done: number; readonly total: number }) => void) | null;
}

/** Where a ledger is read. */
export interface Reader {
  /** Runs reads that all see the same state of the ledger, and only what is committed. */
  read<Answer>(reads: () => Reads<Answer>): Promise<Answer>;
}

/** A module that works in a thread. Task, what is told, and answer are copied from thread to thread. */
export interface ThreadModule<Task, Told, Answer> {
  readonly url: URL;
  /** What it exports under this name; `tell` tells on the way, in order. */
  readonly work: (reader: Reader, task: Task, tell: (told: Told) => void) => Promise<Answer>;
}

/** A thread of this process that reads the ledger on its own. */
export interface ReadingThread<Task, Told, Answer> {
  /**
   * Has one task done, and the next one after it. Rejects with what it failed with, or what `onTold` threw; answers null where
   * the thread could not start, or was ended.
   */
  run(task: Task, onTold: (told: Told) => void): Promise<Answer | null>;
  /** Ends it at once, whatever it does. */
  end(): Promise<void>;
}

/** What an engine offers. Calls after `close` reject with `LedgerClosed`. */
export interface Store extends Reader {
  /**
   * Runs a transaction that no other write can come in between, of this process neither; resolves when what it wrote is
   * durable. The callers of those that failed are told before the next batch begins. It may share its
   * commit with others, in the order in which they were asked for; one that throws leaves nothing behind and takes no
   * other with it. A signal counts until the transaction's turn begins: then it rejects with the signal's reason.
   */
  transact<Answer>(plan: Transaction<Answer>, signal?: AbortSignal | null): Promise<Answer>;
  /** Several transactions in order, with nothing else in between, all of them or none; the answers in the same order. */
  transactAll<Answer>(plans: readonly Transaction<Answer>[], signal?: AbortSignal | null): Promise<readonly Answer[]>;
  /** Calls back soon after somebody else wrote to the ledger, perhaps also when nobody did; returns how to stop. */
  watch(onChange: () => void): () => void;
  /** Erases from the engine's files what deleted rows left behind, as far as others who use them let it. */
  scrub(): Promise<void>;
  /**
   * Copies the ledger, as it stands at one moment from the call on, into a new file of the engine's own kind, while it is
   * used. Never takes the place of another file, and leaves nothing behind where it fails. An engine whose database has
   * tools of its own for this may leave it out.
   */
  backup?(file: string, options: BackupOptions): Promise<void>;
  /**
   * Starts a thread in which a module reads the same ledger; `close` ends it. An engine may leave it out, and answers null
   * where a second reader would not see the ledger as it stands: then the work is done where it is asked for.
   */
  startThread?<Task, Told, Answer>(module: ThreadModule<Task, Told, Answer>): ReadingThread<Task, Told, Answer> | null;
  /** Takes no new work, finishes what was asked for, then lets go of the ledger. */
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
