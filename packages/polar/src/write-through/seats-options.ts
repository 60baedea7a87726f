// The door of polarSeats: what it is given, checked before anything is asked.

import { z } from "zod";
import { type PolarApi, polarApiSchema } from "../client/polar-api.ts";
import { type RateOptions, rateShape } from "../client/rate.ts";
import { checkedBy, ledgerWith } from "../options.ts";
import type { WriteLedger } from "./writing.ts";

/** Whose seats to write, and where. */
export interface PolarSeatsOptions extends RateOptions {
  /** From `openLedger`, or fenced by `forOrganization`. */
  readonly ledger: WriteLedger;
  /** Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x, with an access token that may write seats. */
  readonly polar: PolarApi;
}

const schema = z.strictObject({
  ledger: ledgerWith<WriteLedger>("record", "getPool", "getSeat", "listSeats", "assignSeat", "asOf", "export"),
  polar: polarApiSchema,
  ...rateShape,
});

/** The options, or `InvalidRequest` with every issue. */
export function checkedOptions(given: unknown): z.output<typeof schema> {
  return checkedBy(schema, given);
}
