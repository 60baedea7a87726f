// Taking a seat away. The row forgets its holder, as Polar's does; only the sandbox's own record keeps the name.

import { remember } from "../record/remember.ts";
import type { SandboxFactCause } from "../record/sandbox-fact.ts";
import type { SeatRecord } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { tellSeat } from "../tell/seat.ts";
import { findSeat, type SeatInput } from "./find-seat.ts";
import { setInvitationToken } from "./invitation-token.ts";

export function revokeSeat(state: SandboxState, input: SeatInput, viewer: Viewer): SeatRecord {
  return revokeHeldSeat(state, findSeat(state, input, viewer), "asked");
}

/** Revokes a seat that is already at hand; one that is revoked stays as it is. */
export function revokeHeldSeat(state: SandboxState, seat: SeatRecord, cause: SandboxFactCause): SeatRecord {
  if (seat.status === "revoked") return seat;
  const at = state.now();
  const revoked: SeatRecord = {
    ...seat,
    status: "revoked",
    revokedAt: at,
    modifiedAt: at,
    customerId: null,
    memberId: null,
    email: null,
  };
  state.seats.set(seat.id, revoked);
  setInvitationToken(state, seat.id, null);
  remember(state, seat, { at, type: "revoked", cause });
  tellSeat(state, revoked, "revoked");
  return revoked;
}
