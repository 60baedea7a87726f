// Finding a pool by whichever of its ids a request names.

import type { PoolId } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { type FoundPool, findPool, findPoolByCheckout } from "./pool-queries.ts";
import type { Reads } from "./port.ts";

/** Exactly one of the ids is given. */
export interface PoolRef {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly checkoutId?: string | null;
}

export function* findPoolBy(ref: PoolRef): Reads<FoundPool | null> {
  if (ref.checkoutId) return yield* findPoolByCheckout(ref.checkoutId);
  const kind = ref.subscriptionId ? "subscription" : "order";
  const found = yield* findPool((ref.subscriptionId ?? ref.orderId) as PoolId);
  return found?.pool.kind === kind ? found : null;
}

/** The refusal for a pool that is not there, in the words of the request. */
export function poolNotFound(ref: PoolRef): Rejection<"PoolNotFound"> {
  const { subscriptionId, orderId, checkoutId } = ref;
  return reject("PoolNotFound", {
    ...(subscriptionId ? { subscriptionId } : {}),
    ...(orderId ? { orderId } : {}),
    ...(checkoutId ? { checkoutId } : {}),
  });
}
