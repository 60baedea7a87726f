// Invitations: their tokens are derived from the secret and the id in the event, when they are made and each time after.

import type { Invitation } from "../../answers/seat.ts";
import type { TokenRecord } from "../../domain/events.ts";
import type { SeatState } from "../../domain/seat.ts";
import type { Call } from "./command.ts";

export function invitationOf(seat: SeatState, call: Call): Invitation | null {
  if (!seat.invitation || !seat.expiresAt) return null;
  return { token: call.tokens.derive("invitation", seat.invitation), expiresAt: seat.expiresAt };
}

export function newInvitation(call: Call): { readonly token: TokenRecord; readonly expiresAt: Date } {
  const expiresAt = new Date(call.now.getTime() + call.invitationTtlMs);
  return { token: call.tokens.record("invitation", call.newId()), expiresAt };
}
