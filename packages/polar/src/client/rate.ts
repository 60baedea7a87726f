// Which share of Polar's rate limit is ours, and the one budget that every user of a client shares.

import { z } from "zod";
import { type Budget, createBudget } from "./budget.ts";
import type { PolarApi } from "./polar-api.ts";

/** How much of Polar's rate limit may be used. The limit is the whole organization's, not only this program's. */
export interface RateOptions {
  /**
   * The share of the limit, above 0 and at most 1; 0.5 unless said. It is one for each `polar` object: whoever uses the
   * same object uses the same share, and the share that was said last holds for all.
   */
  readonly share?: number | undefined;
  /** Polar's limit, 500 unless said. Say 100 for Polar's sandbox: a client does not show which of the two it asks. */
  readonly requestsPerMinute?: number | undefined;
}

export const rateShape = {
  share: z.number().positive("must be above 0").max(1, "must be at most 1").optional(),
  requestsPerMinute: z.int().positive("must be at least 1").optional(),
};

interface Rate {
  readonly budget: Budget;
  readonly share: number;
  readonly requestsPerMinute: number;
}

const rates = new WeakMap<PolarApi, Rate>();

export function budgetOf(polar: PolarApi, { share, requestsPerMinute }: RateOptions): Budget {
  const known = rates.get(polar);
  const rate = {
    share: share ?? known?.share ?? 0.5,
    requestsPerMinute: requestsPerMinute ?? known?.requestsPerMinute ?? 500,
  };
  const places = Math.max(1, Math.floor(rate.share * rate.requestsPerMinute));
  const budget = known?.budget ?? createBudget(places);
  if (known) budget.resize(places);
  rates.set(polar, { ...rate, budget });
  return budget;
}
