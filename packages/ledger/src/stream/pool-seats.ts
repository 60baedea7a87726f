// The seats of one pool, live: the list now, then the list after each change of the pool.

import type { CommitSignal } from "./committed-events.ts";

/** Answers anew whenever an event of the pool was committed; what happens while an answer is made counts once. */
export async function* afterEachChange<Answer>(
  read: () => Promise<Answer>,
  versionOf: () => Promise<number>,
  commits: CommitSignal,
  unsubscribed: AbortSignal,
): AsyncGenerator<Answer, void, undefined> {
  const signal = AbortSignal.any([unsubscribed, commits.ended]);
  let seen = -1;
  while (!signal.aborted) {
    const stop = new AbortController();
    const woken = commits.next(AbortSignal.any([signal, stop.signal]));
    try {
      const version = await versionOf();
      if (version === seen) await woken;
      else {
        seen = version;
        yield await read();
      }
    } finally {
      stop.abort();
    }
  }
}
