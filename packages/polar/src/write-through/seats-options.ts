// The door of polarSeats: what it is given, checked before anything is asked.

import { errors } from "seat-ledger";
import { z } from "zod";
import { type PolarApi, polarApiSchema } from "../client/polar-api.ts";
import { type RateOptions, rateShape } from "../client/rate.ts";
import type { WriteLedger } from "./writing.ts";

/** Whose seats to write, and where. */
export interface PolarSeatsOptions extends RateOptions {
  /** From `openLedger`, or fenced by `forOrganization`. */
  readonly ledger: WriteLedger;
  /** Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x, with an access token that may write seats. */
  readonly polar: PolarApi;
}

const isObject = (given: unknown): given is Record<string, unknown> => typeof given === "object" && given !== null;

const methods = ["record", "getPool", "getSeat", "listSeats", "assignSeat", "asOf", "export"];

const schema = z.strictObject({
  ledger: z.custom<WriteLedger>(
    (given) =>
      isObject(given) && methods.every((method) => typeof given[method] === "function") && isObject(given["inbox"]),
    "must be a ledger, from openLedger of seat-ledger",
  ),
  polar: polarApiSchema,
  ...rateShape,
});

/** The options, or `InvalidRequest` with every issue. */
export function checkedOptions(given: unknown): z.output<typeof schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((path) => ({ path, message: "is not known here: check its spelling, or leave it out" }));
  });
  throw new errors.InvalidRequest({ issues });
}
