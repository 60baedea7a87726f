// A seat that Polar answered to a write, as the fact that it is.

import type { PoolRef } from "../pool-ref.ts";
import type { WireWrittenSeat } from "../wire/written-seat.ts";
import type { SeatFact } from "./facts.ts";
import { shownSeat } from "./seat.ts";

/** From the assignment until the invitation expires. */
export const invitationTtlMs = 24 * 60 * 60 * 1_000;

export function writtenSeatFact(seat: WireWrittenSeat): SeatFact & PoolRef {
  const { subscription_id: subscriptionId, order_id: orderId } = seat;
  return { type: "seat", subscriptionId, orderId, seat: shownSeat(seat), shownAt: changedAt(seat) };
}

/** Polar's own time of what it showed: the last that a row tells of. */
function changedAt(seat: WireWrittenSeat): Date {
  const expires = seat.invitation_token_expires_at;
  const assigned = expires && new Date(expires.getTime() - invitationTtlMs);
  const times = [seat.created_at, seat.modified_at, seat.claimed_at, seat.revoked_at, assigned];
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
}
