// How a pool is named everywhere in this package.

/** A pool by exactly one of its ids; the other is null. */
export interface PoolRef {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
}
