// Group commit: what waits at the same moment shares one transaction and one flush to the disk, in the order in which it was
// asked for. Nobody is answered before the commit. It holds no rules.

import { setImmediate, setTimeout } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import type { Handle } from "./handle.ts";
import { memory } from "./open-database.ts";
import { beginWait, busySince, isOver } from "./patience.ts";
import { type Job, RunApart, runApart, runTogether } from "./run-batch.ts";
import { isBusy, isInputOutputError, named } from "./troubles.ts";
import { WaitingJobs } from "./waiting-jobs.ts";

/**
 * After a long batch the file is left to other processes for this share of the time for which it was held: by then they
 * ask only every few milliseconds. After a short one the turn of the event loop is pause enough.
 */
const politeShare = 1 / 8;
const shortestPauseMs = 1;
const longestPauseMs = 5;

export interface WriteQueue {
  /** Runs the work inside a transaction when its turn comes; resolves after the commit. */
  enqueue<Answer>(work: (connection: Connection) => Answer, signal: AbortSignal | null): Promise<Answer>;
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>;
}

export function createWriteQueue(handle: Handle, file: string): WriteQueue {
  const isShared = file !== memory;
  const waiting = new WaitingJobs();
  let working: Promise<void> | null = null;
  let politeUntil = 0;
  /** Whether one of those who come next has failed alone. */
  let apart = false;

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      // Everything that is asked for in this turn of the event loop goes into the batch.
      await setImmediate();
      if (isShared) await standAside();
      await commitNext();
    }
    working = null;
  }

  async function standAside(): Promise<void> {
    const left = politeUntil - performance.now();
    if (left >= shortestPauseMs) await setTimeout(left);
  }

  /** Waits for its turn among the processes; while it does, jobs come, and leave by their signals. */
  async function commitNext(): Promise<void> {
    const wait = beginWait();
    while (waiting.size > 0) {
      const began = performance.now();
      const busy = commitBatch();
      if (busy === null) {
        const ended = performance.now();
        politeUntil = ended + Math.min((ended - began) * politeShare, longestPauseMs);
        return;
      }
      for (const job of waiting.values()) {
        const since = Math.max(job.since, wait.began);
        if (!isOver(since)) continue;
        waiting.leave(job);
        job.reject(busySince(since, busy));
      }
      await wait.pass();
    }
  }

  /** Answers with the error where another process holds the file: then nothing has begun. */
  function commitBatch(): unknown {
    let batch: readonly Job[] = [];
    try {
      const connection = handle.current();
      const tells = connection.within("begin immediate", () => {
        batch = waiting.take();
        return apart ? runApart(connection, batch) : runTogether(connection, batch);
      });
      apart = false;
      for (const tell of tells) tell();
    } catch (error) {
      if (isBusy(error) && batch.length === 0) return error;
      undone(batch.length > 0 ? batch : waiting.take(), error);
    }
    return null;
  }

  function undone(batch: readonly Job[], error: unknown): void {
    apart = error instanceof RunApart;
    if (apart) waiting.putBack(batch);
    else fail(batch, error);
  }

  function fail(batch: readonly Job[], error: unknown): void {
    if (isInputOutputError(error)) handle.discard();
    const trouble = named(error, file, "writing");
    for (const job of batch) job.reject(trouble);
  }

  return {
    enqueue(run, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const job: Job = {
          since: performance.now(),
          run: (connection) => {
            signal?.removeEventListener("abort", giveUp);
            const answer = run(connection);
            return () => resolve(answer);
          },
          reject: (error) => {
            signal?.removeEventListener("abort", giveUp);
            reject(error);
          },
        };
        const giveUp = () => {
          if (waiting.leave(job)) reject(signal?.reason);
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiting.add(job);
        working ??= work();
      });
    },
    async drained() {
      await working;
    },
  };
}
