// What is refused leaves no trace, and what was answered is answered again, word for word, to whoever asks with the same
// idempotency key: at once, and later, when much has happened since.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law, Outcome } from "./world.ts";

interface Answered {
  readonly outcome: Outcome;
  readonly again: () => Promise<Outcome>;
}

const refusalsAppendNothing: Law = async ({ world, outcome, appended, again }) => {
  if (outcome.kind === "refused") expect(appended, `${outcome.code} appended something`).toEqual([]);
  expect(await again(), "the same command again").toEqual(outcome);
  expect(await world.readOn(), "a repeated command appended something").toEqual([]);
};

/** Remembers what a history was answered, and asks for the oldest of it again after each step. */
function answersStay(): Law {
  const answered: Answered[] = [];
  return async ({ world, outcome, again }) => {
    const earlier = answered.shift();
    if (earlier) expect(await earlier.again(), "an earlier command again").toEqual(earlier.outcome);
    expect(await world.readOn(), "an earlier command appended something").toEqual([]);
    if (outcome.kind === "answered") answered.push({ outcome, again });
    if (earlier) answered.push(earlier);
  };
}

describe.each(engines)("$name", (engine) => {
  test("a refused command and a repeated one append nothing", { timeout: propertyTimeoutMs }, async () => {
    await fc.assert(
      everyHistory(engine, () => refusalsAppendNothing),
      propertyRuns("refusals append nothing", engine),
    );
  });

  test("a command repeated later answers what it answered first", { timeout: propertyTimeoutMs }, async () => {
    await fc.assert(everyHistory(engine, answersStay), propertyRuns("answers stay", engine));
  });
});
