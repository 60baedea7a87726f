// getPool: a pool's numbers now.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { exactlyOneSourceOrCheckout, poolRefWithCheckoutShape } from "../arguments.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { answered, type Query } from "../query.ts";
import { findPoolBy, type PoolRefs } from "../store/pool-queries.ts";

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

/** The numbers of the streams that a pool belongs to: they never change. */
export const poolRefs: Query<z.output<typeof poolQuerySchema>, PoolRefs> = {
  args: poolQuerySchema,
  *reads(ref, { fence }) {
    const found = yield* findPoolBy(ref, fence);
    return found ? answered(found.refs) : poolNotFound(ref);
  },
};
