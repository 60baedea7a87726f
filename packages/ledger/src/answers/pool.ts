// What callers get of a pool.

import type { Authority, PoolStatus, Product } from "../domain/events.ts";
import { liveSeats, type PoolState } from "../domain/pool.ts";

/** A subscription or an order with its seats: how many were bought, are taken, are free. */
export interface Pool {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly checkoutId: string | null;
  readonly organizationId: string;
  /** The billing customer. */
  readonly customerId: string;
  readonly product: Product;
  /** Bought. */
  readonly seats: number;
  readonly pending: number;
  readonly claimed: number;
  /** Free to assign; 0 where the pool is over-used. */
  readonly available: number;
  /** How many more seats are live than were bought: Polar hides this, the ledger shows it. */
  readonly overused: number;
  readonly status: PoolStatus;
  /** Who decides about the seats: this ledger, or Polar, whose pool is mirrored. */
  readonly authority: Authority;
  readonly openedAt: Date;
  /** How many events the pool has seen: pass it as `expectedVersion` to decide on what you saw. */
  readonly version: number;
}

export function poolAnswer(pool: PoolState): Pool {
  return {
    ...sourceOf(pool),
    checkoutId: pool.checkoutId,
    organizationId: pool.organizationId,
    customerId: pool.customerId,
    product: pool.product,
    seats: pool.bought,
    pending: pool.pending,
    claimed: pool.claimed,
    available: availableSeats(pool),
    overused: Math.max(0, liveSeats(pool) - pool.bought),
    status: pool.status,
    authority: pool.authority,
    openedAt: pool.openedAt,
    version: pool.version,
  };
}

export function availableSeats(pool: PoolState): number {
  return Math.max(0, pool.bought - liveSeats(pool));
}

/** A pool's id under the name of its kind. */
export function sourceOf(pool: Pick<PoolState, "id" | "kind">): {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
} {
  return pool.kind === "subscription"
    ? { subscriptionId: pool.id, orderId: null }
    : { subscriptionId: null, orderId: pool.id };
}
