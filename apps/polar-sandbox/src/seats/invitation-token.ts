// Which token opens which seat: at most one each, and none once it was used. Tokens stand here, outside the seat's record,
// so that no answer can show one.

import type { SeatRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";

export function setInvitationToken(state: SandboxState, seatId: string, token: string | null): void {
  const former = state.tokenBySeatId.get(seatId);
  if (former !== undefined) state.seatIdByToken.delete(former);
  if (token === null) {
    state.tokenBySeatId.delete(seatId);
  } else {
    state.tokenBySeatId.set(seatId, token);
    state.seatIdByToken.set(token, seatId);
  }
}

/** The pending seat that this token still opens. */
export function seatByToken(state: SandboxState, token: string): SeatRecord | undefined {
  const seat = state.seats.get(state.seatIdByToken.get(token) ?? "");
  if (seat?.status !== "pending") return undefined;
  const expiresAt = seat.invitationTokenExpiresAt;
  return expiresAt !== null && expiresAt < state.now() ? undefined : seat;
}
