// What must be true of whatever is refused: it is refused by name, says what to do, repeats nothing of anybody's, and left
// no trace.

import { isSeatLedgerError, type RequestIssue, type SeatLedger } from "seat-ledger";
import { expect } from "vitest";
import { everyEvent } from "../machine/seat-story.ts";

/** The issues of a request that must be refused as invalid. */
export async function issuesOf(
  ledger: SeatLedger,
  what: string,
  ask: () => Promise<unknown>,
): Promise<readonly RequestIssue[]> {
  const before = (await everyEvent(ledger)).length;
  const error: unknown = await Promise.resolve()
    .then(ask)
    .then(
      () => expect.fail(`${what} was taken`),
      (thrown: unknown) => thrown,
    );
  if (!isSeatLedgerError(error, "InvalidRequest")) throw new Error(`${what} ended otherwise`, { cause: error });
  expect(nothingPersonal(error.message), what).toBe(true);
  for (const { message } of error.issues) expect(message, what).toMatch(remedy);
  expect((await everyEvent(ledger)).length, `${what} appended something`).toBe(before);
  return error.issues;
}

const remedy =
  /must |cannot |can be given|can't |is not known here|could not be read|belongs to|is of no kind|only an order|combined/;

export function nothingPersonal(message: string): boolean {
  return !/private\.example|seat_inv_|seat_ses_/.test(message);
}
