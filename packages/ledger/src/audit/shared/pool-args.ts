// How questions about the past name a pool.

import { z } from "zod";
import { exactlyOneSourceOrCheckout, poolRefWithCheckoutShape } from "../../arguments.ts";

export const poolArgsSchema = z.strictObject(poolRefWithCheckoutShape).superRefine(exactlyOneSourceOrCheckout);

/** A pool by exactly one of its ids. */
export type PoolArgs = z.input<typeof poolArgsSchema>;
