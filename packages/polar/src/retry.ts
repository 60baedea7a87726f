// Asks again where another attempt may help: the SDK never does. Bounded, with back-off, and given up at once by a signal.

import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";

const maxAttempts = 5;
const firstBackOffMs = 500;
const longestTimerMs = 2 ** 31 - 1;

export interface Attempts {
  readonly signal: AbortSignal;
  readonly onAttempt: () => void;
  readonly onWait: (ms: number) => void;
}

export function withRetries<Answer>(request: () => Promise<Answer>, attempts: Attempts): Promise<Answer> {
  const { signal, onAttempt, onWait } = attempts;
  const attempt = () => {
    onAttempt();
    return untilAborted(request, signal);
  };
  return pRetry(attempt, {
    retries: maxAttempts - 1,
    // The waiting is done below, because only there it is known how long Polar wants it to be.
    minTimeout: 0,
    signal,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!transient.has(error.name)) return false;
      const ms = waitAfter(error, attemptNumber);
      onWait(ms);
      // When aborted, p-retry rejects with the signal's own reason.
      await sleep(ms, undefined, { signal }).catch(() => undefined);
      return true;
    },
  });
}

/**
 * What passes by itself: the SDK's own three, and answers that broke off while their body was read (of TypeErrors
 * p-retry lets only those of the network come here). By name, for the SDK may be installed twice.
 */
const transient: ReadonlySet<string> = new Set([
  "PolarRateLimitError",
  "PolarServerError",
  "PolarNetworkError",
  "TimeoutError",
  "SyntaxError",
  "TypeError",
]);

function waitAfter(error: Error, attempt: number): number {
  const told = "retryAfter" in error ? error.retryAfter : null;
  if (typeof told === "number" && told >= 0) return Math.min(told * 1_000, longestTimerMs);
  const ceiling = firstBackOffMs * 2 ** (attempt - 1);
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}

/** The SDK takes no signal: an aborted request is left to itself, and nobody waits for it. */
function untilAborted<Answer>(request: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    const done = () => signal.removeEventListener("abort", abort);
    request().then(resolve, reject).finally(done);
  });
}
