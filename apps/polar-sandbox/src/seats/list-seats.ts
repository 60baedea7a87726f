// The seats of one subscription or order. Over-use is shown as nothing free, never as a negative number.

import { requireSeatsEnabled } from "../organizations.ts";
import { availableSeatsOf, findPool, type PoolReference, seatsOf } from "../pools.ts";
import type { SeatRecord } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";

/** The seats of one pool, and how many are free and bought. */
export type SeatsList = {
  readonly seats: readonly SeatRecord[];
  readonly availableSeats: number;
  readonly totalSeats: number;
};

export function listSeats(state: SandboxState, reference: PoolReference, viewer: Viewer): SeatsList {
  const pool = findPool(state, reference, viewer);
  requireSeatsEnabled(state, pool.organizationId);
  return {
    seats: seatsOf(state, pool.id),
    availableSeats: availableSeatsOf(state, pool),
    totalSeats: pool.seats ?? 0,
  };
}
