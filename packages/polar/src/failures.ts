// What stops one pool and what stops the whole pass, and in which words a failure is told. A report is logged and shown,
// so those words never hold an e-mail or an answer's body.

import { isSeatLedgerError, type SeatLedgerErrorCode } from "seat-ledger";

/** An answer of Polar that can't be applied: malformed, incomplete, or at odds with itself. */
export class UnusableAnswer extends Error {
  override readonly name = "UnusableAnswer";
}

/** The ledger's own troubles: every other pool would meet them too. */
const storeTroubles: ReadonlySet<SeatLedgerErrorCode> = new Set([
  "LedgerBusy",
  "LedgerReadOnly",
  "StorageFull",
  "CommitInDoubt",
  "NotALedger",
  "LedgerCorrupt",
  "LedgerTooNew",
  "LedgerClosed",
] as const);

export function stopsThePass(error: unknown): boolean {
  return isSeatLedgerError(error) && storeTroubles.has(error.code);
}

/** The HTTP status of the SDK's client errors. Told by their field: the SDK may be installed twice, and then its classes are. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("statusCode" in error)) return null;
  return typeof error.statusCode === "number" ? error.statusCode : null;
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "Something that is no error was thrown.";
  const status = statusOf(error) ?? serverStatusOf(error);
  if (status !== null) return `Polar answered ${status}${reasonOf(error)}.`;
  // Its own words would quote the body.
  if (error.name === "SyntaxError") return "Polar's answer was no whole JSON.";
  const message = `${prefixOf(error)}${error.message}`;
  return message.replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, "[e-mail]");
}

/** The SDK keeps the status of a server error in its message alone, before the answer's body. */
function serverStatusOf(error: Error): number | null {
  if (error.name !== "PolarServerError") return null;
  const status = /\b5\d\d\b/.exec(error.message)?.[0];
  return status === undefined ? null : Number(status);
}

/** Polar's name for the refusal. Its detail may repeat what was sent. */
function reasonOf(error: Error): string {
  if (error.name === "PolarRateLimitError") return " (rate limit exceeded)";
  const body = "error" in error ? error.error : null;
  const named = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  return typeof named === "string" ? ` (${named})` : "";
}

/** Errors of this package, the ledger and the SDK tell themselves; of any other the kind says more than its words. */
function prefixOf(error: Error): string {
  const known = error instanceof UnusableAnswer || isSeatLedgerError(error) || error.name === "PolarNetworkError";
  return known ? "" : `${error.name}: `;
}
