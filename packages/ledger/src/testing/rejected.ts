// The refusal that a story expects, and how it is compared with what a command answered.

import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { ErrorFacts, SeatLedgerError, SeatLedgerErrorCode } from "../errors.ts";

/** A refusal that is expected. Made by `rejected`. */
export interface Rejected {
  readonly type: "Rejected";
  readonly code: SeatLedgerErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * The command is refused with this code, and nothing is appended; facts that are not named are not compared.
 *
 * @example
 * .then(rejected("SeatNotAvailable", { seats: 2 }))
 */
export function rejected<Code extends SeatLedgerErrorCode>(
  code: Code,
  facts: Partial<ErrorFacts[Code]> = {},
): Rejected {
  return { type: "Rejected", code, facts };
}

/** Passes where the command was refused as expected; else throws an AssertionError that shows both. */
export function assertRefused(expected: Rejected, refusal: SeatLedgerError | null): void {
  const found: Readonly<Record<string, unknown>> = refusal === null ? {} : { ...refusal };
  const agrees = Object.entries(expected.facts).every(([fact, value]) => isDeepStrictEqual(found[fact], value));
  if (refusal?.code === expected.code && agrees) return;
  const shown = refusal && { code: refusal.code, facts: picked(found, Object.keys(expected.facts)) };
  throw new AssertionError({
    message: [
      refusal ? "The command was refused otherwise than expected." : "The command was not refused.",
      "",
      `    expected   ${said(expected.code, expected.facts)}`,
      `    found      ${shown ? `${said(shown.code, shown.facts)}\n               ${refusal?.message}` : "(no refusal)"}`,
      "",
    ].join("\n"),
    expected: { code: expected.code, ...expected.facts },
    actual: shown && { code: shown.code, ...shown.facts },
    operator: "then",
  });
}

function picked(found: Readonly<Record<string, unknown>>, facts: readonly string[]) {
  return Object.fromEntries(facts.map((fact) => [fact, found[fact]]));
}

function said(code: string, facts: object): string {
  const named = Object.entries(facts).map(([fact, value]) => `${fact}: ${JSON.stringify(value)}`);
  return [code, named.join(", ")].join(" ").trimEnd();
}
