// Reads for the sake of those who only watch, one after the other: while commands are being written they take a small share
// of the time, and once it is quiet they follow at once. It knows nothing of what is read.

import { setImmediate, setTimeout } from "node:timers/promises";

/** After a read, commands have this many times as long before the next one. */
const restShare = 29;
/** When nothing was asked for during this long, nobody is held up any more. */
const quietMs = 5;
/** Where showing it took long, because many watch, everybody is still told within about a second. */
const longestRestMs = 1_000;

export interface PoliteReads {
  /** Does it soon, and once, however often it is asked for until then. */
  ask(read: () => Promise<void>): void;
  /** Does it no more. */
  forget(read: () => Promise<void>): void;
}

export function createPoliteReads(): PoliteReads {
  const waiting = new Set<() => Promise<void>>();
  let lastAsked = 0;
  let restUntil = 0;
  let working = false;

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      // The commands that wait in this turn of the event loop come first.
      await setImmediate();
      const now = performance.now();
      const rest = Math.min(restUntil - now, lastAsked + quietMs - now);
      if (rest > 0) {
        await setTimeout(Math.ceil(rest));
        continue;
      }
      const [next] = waiting;
      if (!next) break;
      waiting.delete(next);
      const began = performance.now();
      await next();
      const ended = performance.now();
      restUntil = ended + Math.min((ended - began) * restShare, longestRestMs);
    }
    working = false;
  }

  return {
    ask(read) {
      lastAsked = performance.now();
      waiting.add(read);
      if (working) return;
      working = true;
      void work();
    },
    forget(read) {
      waiting.delete(read);
    },
  };
}
