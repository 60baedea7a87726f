// What a customer pays for, found for whoever acts for it; what is another customer's is not there.

import { errors } from "seat-ledger";
import type { PortalCaller } from "../../access/portal.ts";

/** One id of a subscription, an order, or the checkout that either came from. */
export type OwnPoolRef =
  | { readonly subscriptionId: string }
  | { readonly orderId: string }
  | { readonly checkoutId: string };

/** The pool's own id. Throws `PoolNotFound`. */
export async function ownPool(
  { ledger, customerId }: PortalCaller,
  ref: OwnPoolRef,
): Promise<{ readonly subscriptionId: string | null; readonly orderId: string | null }> {
  const pool = await ledger.getPool(ref);
  if (pool.customerId !== customerId) throw new errors.PoolNotFound(ref);
  return { subscriptionId: pool.subscriptionId, orderId: pool.orderId };
}

/** The same id. Throws `SeatNotFound`. */
export async function ownSeat({ ledger, customerId }: PortalCaller, seatId: string): Promise<string> {
  const { subscriptionId, orderId } = await ledger.getSeat({ seatId });
  const pool = await ledger.getPool({ subscriptionId, orderId });
  if (pool.customerId !== customerId) throw new errors.SeatNotFound({ seatId });
  return seatId;
}
