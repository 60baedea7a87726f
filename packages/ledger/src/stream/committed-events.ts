// The committed events of the log, in order: history first, then live, with no gap and no double, for one cursor walks
// the log and a commit, here or in another process, only wakes it up.

import { Observable } from "rxjs";
import type { RecordedEvent } from "../domain/events.ts";
import { readAfter } from "../store/log-queries.ts";
import type { Store } from "../store/port.ts";

const pageSize = 500;

/** Tells who waits that something was committed. */
export interface CommitSignal {
  /** Called after each commit of this process. */
  notify(): void;
  /** Aborts when the ledger is closed: every stream ends with it. */
  readonly ended: AbortSignal;
  /** Resolves at the next commit of any process, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createCommitSignal(store: Store): CommitSignal {
  const waiting = new Set<() => void>();
  const end = new AbortController();
  let unwatch: (() => void) | null = null;

  function notify(): void {
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  }

  return {
    notify,
    ended: end.signal,
    next(signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        // Other processes are watched for only while somebody listens.
        unwatch ??= store.watch(notify);
        const done = () => {
          waiting.delete(done);
          signal.removeEventListener("abort", done);
          if (waiting.size === 0) queueMicrotask(rest);
          resolve();
        };
        waiting.add(done);
        signal.addEventListener("abort", done, { once: true });
      });
    },
    close() {
      end.abort();
      unwatch?.();
      unwatch = null;
    },
  };

  function rest(): void {
    if (waiting.size > 0) return;
    unwatch?.();
    unwatch = null;
  }
}

/** Every committed event after a position, for ever: ends only by the signal. */
export async function* committedEvents(
  store: Store,
  commits: CommitSignal,
  options: { readonly after: number; readonly signal: AbortSignal },
): AsyncGenerator<RecordedEvent, void, undefined> {
  let { after } = options;
  const signal = AbortSignal.any([options.signal, commits.ended]);
  while (!signal.aborted) {
    // Listening begins before reading: what is committed in between wakes the next round.
    const stop = new AbortController();
    const nextCommit = commits.next(AbortSignal.any([signal, stop.signal]));
    try {
      const page = await store.read(() => readAfter(after, pageSize));
      for (const event of page) {
        after = event.position;
        yield event;
        if (signal.aborted) return;
      }
      if (page.length === 0) await nextCommit;
    } finally {
      stop.abort();
    }
  }
}

/** An observable of what an async generator yields; unsubscribing ends the generator. */
export function observableOf<Value>(run: (signal: AbortSignal) => AsyncGenerator<Value>): Observable<Value> {
  return new Observable((subscriber) => {
    const stop = new AbortController();
    const pump = async () => {
      for await (const value of run(stop.signal)) {
        if (subscriber.closed) return;
        subscriber.next(value);
      }
      subscriber.complete();
    };
    pump().catch((error: unknown) => subscriber.error(error));
    return () => stop.abort();
  });
}
