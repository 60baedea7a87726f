// Whether a listing is whole and agrees with itself. What fails here is thrown away as a whole: a seat that is missing
// from half a listing would be taken for one that ended.

import type { PoolRef } from "../pool-ref.ts";
import type { WireSeatsList } from "../wire/seats-list.ts";

/** What is wrong with the listing, or null. */
export function problemOf(ref: PoolRef, { seats, available_seats, total_seats }: WireSeatsList): string | null {
  if (new Set(seats.map(({ id }) => id)).size < seats.length) return "Polar's listing shows one seat twice.";
  const foreign = seats.some(
    (seat) =>
      (seat.subscription_id ?? ref.subscriptionId) !== ref.subscriptionId ||
      (seat.order_id ?? ref.orderId) !== ref.orderId,
  );
  if (foreign) return "Polar's listing shows seats of another subscription or order.";
  const live = seats.filter(({ status }) => status !== "revoked").length;
  // Polar counts in another query than it lists, and never counts below 0.
  if (available_seats === Math.max(0, total_seats - live)) return null;
  return `Polar's listing has ${live} live seats, but counts ${available_seats} of ${total_seats} as free.`;
}
