// A seat by its id, for those who may act on it: the look-up and the guard that revoking and resending share.

import { resourceNotFound } from "../errors.ts";
import { requireSeatsEnabled } from "../organizations.ts";
import { poolOfSeat } from "../pools.ts";
import type { SeatRecord } from "../records.ts";
import { required, type SandboxState, seesEverything, type Viewer } from "../state.ts";

export type SeatInput = { readonly seatId: string };

export function findSeat(state: SandboxState, { seatId }: SeatInput, viewer: Viewer): SeatRecord {
  const seat = required(state.seats, seatId, () => resourceNotFound("Seat not found"));
  const { organizationId } = poolOfSeat(state, seat, seesEverything);
  if (!viewer(organizationId)) throw resourceNotFound("Seat not found");
  requireSeatsEnabled(state, organizationId);
  return seat;
}
