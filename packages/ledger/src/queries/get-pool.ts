// getPool: a pool's numbers now.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { exactlyOneSourceOrCheckout, poolRefWithCheckoutShape } from "../arguments.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { answered, type Query } from "../query.ts";
import { findPoolBy } from "../store/pool-queries.ts";

export const poolQuerySchema = z.strictObject(poolRefWithCheckoutShape).superRefine(exactlyOneSourceOrCheckout);

/** A pool by exactly one of its ids. */
export type PoolQueryArgs = z.input<typeof poolQuerySchema>;

export const getPool: Query<z.output<typeof poolQuerySchema>, Pool> = {
  args: poolQuerySchema,
  *reads(ref, { fence }) {
    const found = yield* findPoolBy(ref, fence);
    if (!found) return poolNotFound(ref);
    return answered(poolAnswer(found.pool));
  },
};
