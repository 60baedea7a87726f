// How a pool is named everywhere in this package.

/** A pool by exactly one of its ids; the other is null. */
export interface PoolRef {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
}

export function poolIdOf({ subscriptionId, orderId }: PoolRef): string {
  return subscriptionId ?? orderId ?? "";
}

/** The ids alone, of something that has more. */
export function refOf({ subscriptionId, orderId }: PoolRef): PoolRef {
  return { subscriptionId, orderId };
}

/** The id that it has, as errors and requests name it. */
export function idsOf({
  subscriptionId,
  orderId,
}: PoolRef): { readonly subscriptionId: string } | { readonly orderId: string } {
  return subscriptionId === null ? { orderId: orderId ?? "" } : { subscriptionId };
}
