// Why a seat could not be written through: troubles of `polarSeats`, known by their name, for this package knows no Polar.

import type { Refusal } from "./refusal.ts";

const notAsked: Refusal = {
  status: 503,
  error: "PolarUnavailable",
  detail: "Polar can't be asked at present: try again",
  headers: { "Retry-After": "10" },
};
/** What the operator has to mend is the operator's to know: `onError` is told. */
const misled: Refusal = { status: 502, error: "BadGateway", detail: "Polar answered in a way that can't be used" };

const troubles: ReadonlyMap<unknown, Refusal> = new Map<unknown, Refusal>([
  ["RateLimited", notAsked],
  ["PolarUnavailable", notAsked],
  ["Unauthorized", misled],
  ["Forbidden", misled],
  ["UnexpectedAnswer", misled],
  [
    "OutcomeUnknown",
    {
      status: 504,
      error: "OutcomeUnknown",
      detail: "Polar did not say whether this was done: look before you ask again",
    },
  ],
]);

/** What to answer, or null where it is no such trouble. */
export function troubleOfPolar(error: unknown): Refusal | null {
  if (!(error instanceof Error) || error.name !== "PolarSeatsError" || !("code" in error)) return null;
  return troubles.get(error.code) ?? null;
}
