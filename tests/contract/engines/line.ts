// One after the other: what is asked for waits until everything before it has ended, well or badly.

export interface Line {
  /** Runs the work when its turn comes. A signal counts until then. */
  take<Result>(work: () => Promise<Result>, signal?: AbortSignal | null): Promise<Result>;
  /** Resolves when nothing waits any more. */
  empty(): Promise<void>;
}

export function createLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work, signal) {
      const mine = last.then(() => {
        signal?.throwIfAborted();
        return work();
      });
      last = mine.catch(() => {});
      return mine;
    },
    async empty() {
      await last;
    },
  };
}
