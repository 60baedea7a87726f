// getPool: a pool's numbers now.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { exactlyOneSource, poolRefWithCheckoutShape } from "../arguments.ts";
import { answered, type Query } from "../query.ts";
import { findPoolBy, poolNotFound } from "../store/find-pool-by.ts";

export const poolQuerySchema = z.strictObject(poolRefWithCheckoutShape).superRefine(exactlyOneSource);

/** A pool by exactly one of its ids. */
export type PoolQueryArgs = z.input<typeof poolQuerySchema>;

export const getPool: Query<z.output<typeof poolQuerySchema>, Pool> = {
  args: poolQuerySchema,
  *reads(ref, { fence }) {
    const found = yield* findPoolBy(ref);
    if (!found || (fence !== null && found.pool.organizationId !== fence)) return poolNotFound(ref);
    return answered(poolAnswer(found.pool));
  },
};
