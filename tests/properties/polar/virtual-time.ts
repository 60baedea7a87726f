// Time that moves only when nobody works: what waits for a back-off or a rate limit goes on at once, at the time that it waited
// for. Both clocks, Polar's and the ledger's, are the process's own.

import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import { vi } from "vitest";

const realSleep = timersPromises.setTimeout;
/** So many turns of the event loop without a request under way, and whoever is left waits for the time. */
const quietTurns = 30;

export interface VirtualTime {
  /** Does the work, and lets time pass wherever all of it waits. */
  readonly during: <Answer>(work: Promise<Answer>) => Promise<Answer>;
  /** Something that takes no time is under way. */
  readonly busy: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  readonly end: () => void;
}

export function beginVirtualTime(now: number): VirtualTime {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"], now });
  // Modules that are loaded already have it by name.
  timersPromises.setTimeout = sleep;
  syncBuiltinESMExports();
  let underWay = 0;
  return {
    async during(work) {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      work.then(done, done);
      for (let quiet = 0; !isDone; quiet = underWay > 0 ? 0 : quiet + 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (quiet < quietTurns || vi.getTimerCount() === 0) continue;
        vi.advanceTimersToNextTimer();
        quiet = 0;
      }
      return await work;
    },
    async busy(work) {
      underWay += 1;
      return await work().finally(() => {
        underWay -= 1;
      });
    },
    end() {
      timersPromises.setTimeout = realSleep;
      syncBuiltinESMExports();
      vi.useRealTimers();
    },
  };
}

/** Real time for whoever waits, for what other processes do; the date still moves only when it is told to. */
export function beginRealTime(now: number): VirtualTime {
  vi.useFakeTimers({ toFake: ["Date"], now });
  return { during: (work) => work, busy: (work) => work(), end: () => void vi.useRealTimers() };
}

const sleep: typeof realSleep = (ms, value, options) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(value as never), ms);
    options?.signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(options.signal?.reason);
    });
  });
