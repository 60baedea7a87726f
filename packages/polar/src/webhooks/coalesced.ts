// Work for each key, one at a time and few at once: who asks while it runs has it run once more, however often it was
// asked. It knows no pools.

export interface Coalesced {
  readonly ask: (key: string) => void;
  /** Resolves when nothing runs and nothing is asked for. */
  readonly idle: () => Promise<void>;
}

/** `work` must not fail: nobody waits for it. */
export function coalesced(work: (key: string) => Promise<void>, atOnce: number): Coalesced {
  const asked = new Set<string>();
  const running = new Map<string, Promise<void>>();

  const begin = (): void => {
    for (const key of asked) {
      if (running.size >= atOnce) return;
      if (running.has(key)) continue;
      asked.delete(key);
      const done = work(key).finally(() => {
        running.delete(key);
        begin();
      });
      running.set(key, done);
    }
  };

  return {
    ask(key) {
      asked.add(key);
      begin();
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
