// A store that is closed after each thing that it is asked, and opened again for the next: nothing can be right only
// because it was still in memory.

import { errors } from "seat-ledger";
import { openSqliteStore, type SqliteOptions, type Store } from "seat-ledger/store";
import { createLine } from "./line.ts";

const watchIntervalMs = 50;

export function openReopening(options: SqliteOptions): Store {
  const line = createLine();
  const watchers = new Set<NodeJS.Timeout>();
  let closed = false;

  async function withOpened<Answer>(work: (store: Store) => Promise<Answer>, signal?: AbortSignal | null) {
    if (closed) throw new errors.LedgerClosed({});
    return await line.take(async () => {
      const store = await openSqliteStore(options);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    }, signal);
  }

  return {
    read: (reads) => withOpened((store) => store.read(reads)),
    transact: (plan, signal) => withOpened((store) => store.transact(plan), signal),
    transactAll: (plans, signal) => withOpened((store) => store.transactAll(plans), signal),
    watch(onChange) {
      // Nothing stays open by which a change could be seen: it is always possible.
      const timer = setInterval(onChange, watchIntervalMs);
      watchers.add(timer);
      return () => {
        clearInterval(timer);
        watchers.delete(timer);
      };
    },
    scrub: () => withOpened((store) => store.scrub()),
    backup: (file, how) => withOpened(async (store) => await store.backup?.(file, how)),
    async close() {
      closed = true;
      for (const timer of watchers) clearInterval(timer);
      await line.empty();
    },
  };
}
