// How a request names a pool, and the refusal where there is none by that name.

import { type Rejection, reject } from "./rejections.ts";

/** Exactly one of the ids is given. */
export interface PoolRef {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly checkoutId?: string | null;
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
