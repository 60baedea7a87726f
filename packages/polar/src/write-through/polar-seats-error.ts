// Why a write-through did not come to an end: Polar's troubles, where its refusals are errors of the ledger.

import { messageOf, statusOf, UnusableAnswer } from "../failures.ts";

/**
 * `Unauthorized` and `Forbidden` are about the access token; `RateLimited` and `PolarUnavailable` pass by themselves;
 * `OutcomeUnknown`: Polar may have done it, and did not say.
 */
export type PolarSeatsErrorCode =
  | "Unauthorized"
  | "Forbidden"
  | "RateLimited"
  | "PolarUnavailable"
  | "OutcomeUnknown"
  | "UnexpectedAnswer";

const remedies: { readonly [Code in PolarSeatsErrorCode]: string } = {
  Unauthorized: "Polar does not know the access token. Check that it is whole, not expired, and of this environment.",
  Forbidden:
    "The access token may not do this. It needs customer_seats:write and customer_seats:read, and to open a pool that is new here subscriptions:read, orders:read and organizations:read.",
  RateLimited: "Polar's rate limit was exceeded again and again. Nothing was done: ask again later.",
  PolarUnavailable: "Polar could not be asked. Ask again later: what was done is found, and not done twice.",
  OutcomeUnknown:
    "Polar was asked and did not say what came of it. The next look at the pool tells; ask again only if it has to be done.",
  UnexpectedAnswer:
    "Polar answered in a way that is not known here. Make the client by createPolar of @polar-sh/sdk 1.x.",
};

/**
 * A write-through that did not come to an end. Branch on `code`. The message tells what was found; what the SDK threw is left out,
 * for it quotes what was sent, and loggers print causes.
 */
export class PolarSeatsError extends Error {
  override readonly name = "PolarSeatsError";
  readonly code: PolarSeatsErrorCode;

  constructor(code: PolarSeatsErrorCode, options?: ErrorOptions) {
    const found = options?.cause === undefined ? "" : ` (${messageOf(options.cause)})`;
    super(`${remedies[code]}${found}`);
    this.code = code;
  }
}

/** What a failure means that is no refusal of what was asked. */
export function troubleOf(cause: unknown): PolarSeatsError {
  return new PolarSeatsError(codeOf(cause), { cause });
}

function codeOf(cause: unknown): PolarSeatsErrorCode {
  if (cause instanceof UnusableAnswer) return "UnexpectedAnswer";
  const status = statusOf(cause);
  switch (status) {
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 429:
      return "RateLimited";
    default:
      return status === null ? "PolarUnavailable" : "UnexpectedAnswer";
  }
}
