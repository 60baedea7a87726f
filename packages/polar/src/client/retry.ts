// Asks again where another attempt may help: the SDK never does. Every attempt takes a place of the budget. Bounded, with
// back-off, and given up at once by a signal.

import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import type { Budget, Span, Urgency } from "./budget.ts";

const maxAttempts = 5;
const firstBackOffMs = 500;

export interface Attempts {
  readonly budget: Budget;
  readonly urgency: Urgency;
  /** Whether a request that may have been done already can be made again. One that Polar turned away always can. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal;
  readonly onAttempt: () => void;
  readonly onWait: (span: Span) => void;
}

export function withRetries<Answer>(request: () => Promise<Answer>, attempts: Attempts): Promise<Answer> {
  const { budget, urgency, repeatable, signal, onAttempt, onWait } = attempts;
  const attempt = async (attemptNumber: number) => {
    onWait(await budget.take(urgency, signal));
    onAttempt();
    try {
      return await untilAborted(request, signal);
    } catch (error) {
      // The limit is everybody's: all who share the budget are silent, whether or not this one asks again.
      if (isRateLimit(error)) onWait(budget.pause(silenceAfter(error, attemptNumber)));
      throw error;
    }
  };
  return pRetry(attempt, {
    retries: maxAttempts - 1,
    // The waiting is done here and in the budget, because only they know how long Polar wants it to be.
    minTimeout: 0,
    signal,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (isRateLimit(error)) return true;
      if (!repeatable || !isPassing(error)) return false;
      const from = performance.now();
      const ms = backOffMs(attemptNumber);
      onWait({ from, until: from + ms });
      // When aborted, p-retry rejects with the signal's own reason.
      await sleep(ms, undefined, { signal }).catch(() => undefined);
      return true;
    },
  });
}

/**
 * What passes by itself: two errors of the SDK, its time-out, and answers that broke off while their body was read (of
 * TypeErrors p-retry lets only those of the network come here). By name, for the SDK may be installed twice.
 */
const passing: ReadonlySet<string> = new Set([
  "PolarServerError",
  "PolarNetworkError",
  "TimeoutError",
  "SyntaxError",
  "TypeError",
]);

/** Whether the request may succeed another time. Until then nobody knows whether Polar has done it. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && passing.has(error.name);
}

function isRateLimit(error: unknown): error is Error {
  return error instanceof Error && error.name === "PolarRateLimitError";
}

/** As long as Polar says, to the millisecond; where it says nothing, as after any other failure. */
function silenceAfter(error: Error, attempt: number): number {
  const told = "retryAfter" in error ? error.retryAfter : null;
  return typeof told === "number" && told >= 0 ? told * 1_000 : backOffMs(attempt);
}

function backOffMs(attempt: number): number {
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
