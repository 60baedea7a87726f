// How a pool differs between two moments, as its two lists tell it that were asked for one by one.

import type { Pool, PoolChanges, Seat } from "seat-ledger";

/** What was answered about the pool at a moment; null where it was not open yet. */
export type Then = { readonly pool: Pool; readonly list: { readonly seats: readonly Seat[] } } | null;

const isLive = (seat: Seat | undefined) => seat?.status === "pending" || seat?.status === "claimed";

export function naiveChanges(before: Then, after: NonNullable<Then>): PoolChanges {
  const changes = {
    assigned: [] as Seat[],
    claimed: [] as Seat[],
    revoked: [] as Seat[],
    handedOn: [] as { before: Seat; after: Seat }[],
  };
  for (const seat of after.list.seats) {
    const earlier = before?.list.seats.find(({ id }) => id === seat.id);
    if (!earlier || !isLive(earlier)) {
      if (isLive(seat)) changes.assigned.push(seat);
    } else if (!isLive(seat)) changes.revoked.push(earlier);
    else if (earlier.holdingId !== seat.holdingId) changes.handedOn.push({ before: earlier, after: seat });
    else if (earlier.status === "pending" && seat.status === "claimed") changes.claimed.push(seat);
  }
  return { pool: { before: before?.pool ?? null, after: after.pool }, ...changes };
}
