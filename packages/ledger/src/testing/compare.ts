// Compares what a command appended with what was expected of it, and says both side by side where they differ.

import { AssertionError } from "node:assert";
import { type FoundEvent, tellingFacts } from "./found-event.ts";
import { Names } from "./names.ts";
import type { StoryEvent, TimePassed } from "./story-events.ts";

/** Passes where the events are the expected ones, in order; else throws an AssertionError that shows both. */
export function assertEvents(
  expected: readonly StoryEvent[],
  found: readonly FoundEvent[],
  past: ReadonlySet<string>,
  told: readonly (StoryEvent | TimePassed)[],
): void {
  const names = new Names(past, [...told, ...expected]);
  const rows = Array.from({ length: Math.max(expected.length, found.length) }, (_, index) =>
    compared(expected[index], found[index], names),
  );
  if (rows.every(({ same }) => same)) return;
  throw new AssertionError({
    message: `The command did not append what was expected.\n\n${sideBySide(rows)}\n`,
    expected: rows.flatMap((row) => row.expected ?? []),
    actual: rows.flatMap((row) => row.found ?? []),
    operator: "then",
  });
}

interface Row {
  readonly same: boolean;
  readonly expected: string | null;
  readonly found: string | null;
}

function compared(expected: StoryEvent | undefined, found: FoundEvent | undefined, names: Names): Row {
  const facts = Object.entries(expected?.facts ?? {}).filter(([, value]) => value !== undefined);
  const same =
    expected !== undefined &&
    expected.type === found?.type &&
    facts.every(([fact, value]) => names.agree(fact, value, found.facts[fact]));
  // Where both agree, what was not named is of no interest.
  const named = expected?.type === found?.type ? facts.map(([fact]) => fact) : [];
  const shown = new Set([...named, ...(found && !same ? tellingFacts(found) : [])]);
  const foundFacts = [...shown].map((fact) => [fact, found?.facts[fact]] as const);
  return {
    same,
    expected: expected ? said(expected.type, facts, shownAsIs) : null,
    found: found ? said(found.type, foundFacts, (fact, value) => names.show(fact, value)) : null,
  };
}

function said(
  type: string,
  facts: readonly (readonly [string, unknown])[],
  show: (fact: string, value: unknown) => string,
): string {
  return [type, facts.map(([fact, value]) => `${fact}: ${show(fact, value)}`).join(", ")].join(" ").trimEnd();
}

function shownAsIs(_: string, value: unknown): string {
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}

/** `=` where both agree, `!` where they differ, `-` what is missing, `+` what nobody expected. */
function sideBySide(rows: readonly Row[]): string {
  const nothing = "(nothing)";
  const marked = rows.map(({ same, expected, found }) => ({
    mark: same ? "=" : expected === null ? "+" : found === null ? "-" : "!",
    left: expected ?? nothing,
    right: found ?? nothing,
  }));
  const table = [{ mark: " ", left: "expected", right: "found" }, ...marked];
  const width = Math.max(...table.map(({ left }) => left.length));
  return table.map(({ mark, left, right }) => `  ${mark} ${left.padEnd(width)}   ${right}`).join("\n");
}
