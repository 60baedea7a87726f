// Why a replay could not begin, or had to stop. What goes wrong with one pool stands in the report instead.

import { messageOf, statusOf, UnusableAnswer } from "./failures.ts";

/**
 * `Unauthorized` and `Forbidden` are about the access token; `PolarUnavailable` passes by itself. `TakenOver`: the process stood
 * still for so long that another one may have begun a pass over the same ledger.
 */
export type PolarReplayErrorCode =
  | "Unauthorized"
  | "Forbidden"
  | "OrganizationNotFound"
  | "PolarUnavailable"
  | "UnexpectedAnswer"
  | "TakenOver";

const remedies: { readonly [Code in PolarReplayErrorCode]: string } = {
  Unauthorized: "Polar does not know the access token. Check that it is whole, not expired, and of this environment.",
  Forbidden:
    "The access token may not read organizations. It needs organizations:read, subscriptions:read, orders:read and customer_seats:read.",
  OrganizationNotFound: "Polar shows no such organization to this access token. Check organizationId, or leave it out.",
  PolarUnavailable: "Polar did not answer the first requests. Run the pass again later: it is safe to repeat.",
  UnexpectedAnswer: "Make the client by createPolar of a dated entry of @polar-sh/sdk 1.x.",
  TakenOver:
    "This process stood still for half a minute, and another one may pass over the same ledger by now. Run the pass again.",
};

/** A replay that could not begin, or had to stop. Branch on `code`; `cause` is what the SDK threw. */
export class PolarReplayError extends Error {
  override readonly name = "PolarReplayError";
  readonly code: PolarReplayErrorCode;

  constructor(code: PolarReplayErrorCode, options?: ErrorOptions) {
    const found = options?.cause === undefined ? "" : ` (${messageOf(options.cause)})`;
    super(`${remedies[code]}${found}`, options);
    this.code = code;
  }
}

/** What the failure of the first requests means for the caller. */
export function replayErrorOf(cause: unknown): PolarReplayError {
  return new PolarReplayError(codeOf(cause), { cause });
}

function codeOf(cause: unknown): PolarReplayErrorCode {
  if (cause instanceof UnusableAnswer) return "UnexpectedAnswer";
  switch (statusOf(cause)) {
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    // Polar's paths take version 4 ids only: any other is as unknown as one that is nobody's.
    case 404:
    case 422:
      return "OrganizationNotFound";
    default:
      return "PolarUnavailable";
  }
}
