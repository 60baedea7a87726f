// The seats of one pool, live: the list now, then the list after each change of the pool.

import type { Versioned } from "../answers/versioned.ts";
import type { CommitSignal } from "./committed-events.ts";

/** Answers anew whenever the pool's version has changed after a commit. */
export async function* afterEachChange<Answer>(
  read: () => Promise<Versioned<Answer>>,
  commits: CommitSignal,
  unsubscribed: AbortSignal,
): AsyncGenerator<Answer, void, undefined> {
  const signal = AbortSignal.any([unsubscribed, commits.ended]);
  let seen: number | null = null;
  while (!signal.aborted) {
    const stop = new AbortController();
    const woken = commits.next(AbortSignal.any([signal, stop.signal]));
    try {
      const { version, answer } = await read();
      if (version === seen) await woken;
      else {
        seen = version;
        yield answer;
      }
    } finally {
      stop.abort();
    }
  }
}
