// Mailing an invitation again: the same token, even one that has expired. Nothing about the seat changes.

import { seatNotPending } from "../errors.ts";
import { remember } from "../record/remember.ts";
import type { SeatRecord } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { findSeat, type SeatInput } from "./find-seat.ts";

export function resendInvitation(state: SandboxState, input: SeatInput, viewer: Viewer): SeatRecord {
  const seat = findSeat(state, input, viewer);
  if (seat.status !== "pending") throw seatNotPending();
  remember(state, seat, { at: state.now(), type: "resent" });
  return seat;
}
