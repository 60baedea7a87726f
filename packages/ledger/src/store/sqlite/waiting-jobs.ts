// The jobs that wait for their turn, in the order in which they were asked for.

import type { Job } from "./run-batch.ts";

const largestBatch = 1_000;

export class WaitingJobs {
  readonly #jobs = new Set<Job>();

  get size(): number {
    return this.#jobs.size;
  }

  add(job: Job): void {
    this.#jobs.add(job);
  }

  /** Answers whether it was still waiting. */
  leave(job: Job): boolean {
    return this.#jobs.delete(job);
  }

  /** The next batch, which waits no more. */
  take(): readonly Job[] {
    const batch = this.#jobs.values().take(largestBatch).toArray();
    for (const job of batch) this.#jobs.delete(job);
    return batch;
  }

  /** In front of all others: they were asked for earlier. */
  putBack(batch: readonly Job[]): void {
    const later = [...this.#jobs];
    this.#jobs.clear();
    for (const job of [...batch, ...later]) this.#jobs.add(job);
  }

  /** Jobs may leave while these are gone through. */
  values(): Iterable<Job> {
    return this.#jobs.values();
  }
}
