// Which requests are made again, and who is silent after a rate limit.

import { PolarClientError, PolarNetworkError, PolarRateLimitError, PolarServerError } from "@polar-sh/sdk";
import { expect, test } from "vitest";
import { type Budget, createBudget } from "./budget.ts";
import { withRetries } from "./retry.ts";

const never = new AbortController().signal;

/** What comes of a request that fails like this, one failure an attempt, and then is answered. */
async function asked(failures: readonly Error[], { repeatable = true, budget = createBudget(1_000) } = {}) {
  let attempts = 0;
  const waits: number[] = [];
  const answer = withRetries(async () => failed(failures[attempts - 1]), {
    budget,
    urgency: "pass",
    repeatable,
    signal: never,
    onAttempt: () => {
      attempts += 1;
    },
    onWait: ({ from, until }) => until > from && waits.push(Math.round(until - from)),
  });
  const outcome = await answer.catch((error: Error) => error);
  return { outcome, attempts, waits };
}

function failed(failure: Error | undefined): "answered" {
  if (failure) throw failure;
  return "answered";
}

const turnedAway = (seconds: number) => new PolarRateLimitError(429, seconds);

test.each([
  ["a server error", new PolarServerError(503, "down")],
  ["a network error", new PolarNetworkError("fetch failed")],
  ["a broken answer", new SyntaxError("Unexpected end of JSON input")],
])("%s is asked again, but not where it may have been done already", async (_, failure) => {
  expect(await asked([failure])).toMatchObject({ outcome: "answered", attempts: 2 });
  expect(await asked([failure], { repeatable: false })).toMatchObject({ outcome: failure, attempts: 1, waits: [] });
});

test("a refusal is not asked again", async () => {
  const refusal = new PolarClientError(404, { error: "ResourceNotFound" });
  expect(await asked([refusal])).toEqual({ outcome: refusal, attempts: 1, waits: [] });
});

test("what Polar turned away was not done: it is asked again, whatever it is", async () => {
  expect(await asked([turnedAway(0.1)], { repeatable: false })).toEqual({
    outcome: "answered",
    attempts: 2,
    waits: [100],
  });
});

test("without a time, a rate limit is waited out like another failure", async () => {
  const { outcome, waits } = await asked([new PolarRateLimitError(429, null)]);
  expect(outcome).toBe("answered");
  expect(waits[0]).toBeGreaterThanOrEqual(250);
});

test("a rate limit silences all who share the budget, also after the last attempt", async () => {
  const silences: number[] = [];
  const budget = createBudget(1_000);
  const heard: Budget = {
    ...budget,
    pause(ms) {
      silences.push(ms);
      return budget.pause(ms);
    },
  };
  const { outcome, attempts } = await asked([0, 0, 0, 0, 0.3].map(turnedAway), { budget: heard });
  expect(outcome).toBeInstanceOf(PolarRateLimitError);
  expect({ attempts, silences }).toEqual({ attempts: 5, silences: [0, 0, 0, 0, 300] });
  const began = performance.now();
  await budget.take("write-through", never);
  expect(performance.now() - began).toBeGreaterThan(200);
});
