// What holds seats: a subscription or an order, looked at as one kind of thing. It must not change either.

import { badRequest, resourceNotFound } from "./errors.ts";
import type { SeatRecord } from "./records.ts";
import type { SandboxState, Viewer } from "./state.ts";

/** Names what holds seats: exactly one of the two. */
export type PoolReference = {
  readonly subscriptionId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
};

export type Pool = {
  readonly kind: "subscription" | "order";
  readonly id: string;
  readonly organizationId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly seats: number | null;
  readonly unpaid: boolean;
};

export function findPool(state: SandboxState, reference: PoolReference, viewer: Viewer): Pool {
  if (reference.subscriptionId) {
    const subscription = state.subscriptions.get(reference.subscriptionId);
    if (subscription === undefined || !viewer(subscription.organizationId)) {
      throw resourceNotFound("Subscription not found");
    }
    return { ...subscription, kind: "subscription", unpaid: false };
  }
  if (reference.orderId) {
    const order = state.orders.get(reference.orderId);
    if (order === undefined || !viewer(order.organizationId)) throw resourceNotFound("Order not found");
    return { ...order, kind: "order", unpaid: order.status === "pending" };
  }
  throw badRequest("Either subscription_id or order_id must be provided");
}

/** What holds this seat. */
export function poolOfSeat(state: SandboxState, seat: SeatRecord, viewer: Viewer): Pool {
  return findPool(state, seat, viewer);
}

/** Every seat of a pool, revoked ones too, in the order in which they were made. */
export function seatsOf(state: SandboxState, poolId: string): SeatRecord[] {
  const ids = state.seatIdsByPool.get(poolId) ?? [];
  return ids.map((id) => state.seats.get(id)).filter((seat) => seat !== undefined);
}

/** The seats of a pool that somebody holds or is invited to. */
export function liveSeatsOf(state: SandboxState, poolId: string): SeatRecord[] {
  return seatsOf(state, poolId).filter((seat) => seat.status !== "revoked");
}

/** How many seats are free: never below zero, however many are over-used. */
export function availableSeatsOf(state: SandboxState, pool: Pool): number {
  return Math.max(0, (pool.seats ?? 0) - liveSeatsOf(state, pool.id).length);
}
