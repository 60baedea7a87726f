// Whether a seat is held by one of these people, each known by a member's or a customer's id.

import type { PoolState } from "../pool.ts";
import type { SeatState } from "../seat.ts";

/** With the member model on a seat's customer is who pays and no holder: it counts only in another customer's pool. */
export function holdsSeat(
  pool: Pick<PoolState, "customerId">,
  seat: Pick<SeatState, "personId" | "customerId">,
  people: ReadonlySet<string>,
): boolean {
  if (seat.personId !== null && people.has(seat.personId)) return true;
  return seat.customerId !== null && seat.customerId !== pool.customerId && people.has(seat.customerId);
}
