// The door of replayPolar: what it is given, checked before anything is asked.

import { z } from "zod";
import { type PolarApi, polarApiSchema } from "./client/polar-api.ts";
import { type RateOptions, rateShape } from "./client/rate.ts";
import { checkedBy, ledgerWith, organizationIdSchema, signalSchema, withinFence } from "./options.ts";
import type { ReplayLedger, ReplayProgress } from "./pass/pass.ts";

/** What to replay into which ledger. */
export interface ReplayOptions extends RateOptions {
  readonly ledger: ReplayLedger;
  /** Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x. */
  readonly polar: PolarApi;
  /** This one alone; every organization that the access token shows unless said. A fenced ledger says it. */
  readonly organizationId?: string | undefined;
  /** Ends the pass at once, which then rejects with the signal's reason. What was recorded stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
}

const schema = z.strictObject({
  ledger: ledgerWith<ReplayLedger>("record", "getPool", "getSeat", "listPools", "listSeats", "export"),
  polar: polarApiSchema,
  ...rateShape,
  organizationId: organizationIdSchema.optional(),
  signal: signalSchema.optional(),
  onProgress: z
    .custom<(progress: ReplayProgress) => void>((given) => typeof given === "function", "must be a function")
    .optional(),
});

/** The options, or `InvalidRequest` with every issue. */
export function checkedOptions(given: unknown): z.output<typeof schema> {
  return withinFence(checkedBy(schema, given));
}
