// The door of replayPolar: what it is given, checked before anything is asked.

import { errors } from "seat-ledger";
import { z } from "zod";
import { type PolarApi, polarApiSchema } from "./client/polar-api.ts";
import { type RateOptions, rateShape } from "./client/rate.ts";
import type { ReplayLedger, ReplayProgress } from "./pass/pass.ts";

/** What to replay into which ledger. */
export interface ReplayOptions extends RateOptions {
  readonly ledger: ReplayLedger;
  /** Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x. */
  readonly polar: PolarApi;
  /** This one alone; every organization that the access token shows unless said. */
  readonly organizationId?: string | undefined;
  /** Ends the pass at once, which then rejects with the signal's reason. What was recorded stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
}

const isObject = (given: unknown): given is Record<string, unknown> => typeof given === "object" && given !== null;

const methods = ["record", "getPool", "getSeat", "listPools", "listSeats"];

const schema = z.strictObject({
  ledger: z.custom<ReplayLedger>(
    (given) =>
      isObject(given) && methods.every((method) => typeof given[method] === "function") && isObject(given["inbox"]),
    "must be a ledger, from openLedger of seat-ledger",
  ),
  polar: polarApiSchema,
  ...rateShape,
  organizationId: z
    .guid("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
    .transform((text) => text.toLowerCase())
    .optional(),
  signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).optional(),
  onProgress: z
    .custom<(progress: ReplayProgress) => void>((given) => typeof given === "function", "must be a function")
    .optional(),
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
