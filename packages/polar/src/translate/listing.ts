// A listing's fact. Whether the listing may be applied is asked in check-listing.ts.

import type { PoolRef } from "../pool-ref.ts";
import type { WireSeatsList } from "../wire/seats-list.ts";
import type { ListingFact } from "./facts.ts";
import { shownSeat } from "./seat.ts";

/** `poolVersion` was read before Polar was asked. */
export function listingFact(ref: PoolRef, poolVersion: number, { seats }: WireSeatsList): ListingFact {
  return { type: "listing", ...ref, poolVersion, seats: seats.map(shownSeat) };
}
