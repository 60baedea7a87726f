// Invitations: their tokens are derived from the secret and the id in the event, when they are made and each time after.

import type { Invitation } from "../../answers/seat.ts";
import type { TokenRecord } from "../../domain/events.ts";
import type { SeatState } from "../../domain/seat.ts";
import type { Call } from "./command.ts";

export function invitationOf(seat: SeatState, call: Call): Invitation | null {
  if (!seat.invitation || !seat.expiresAt) return null;
  return { token: call.tokens.derive("invitation", seat.invitation), expiresAt: seat.expiresAt };
}

/** An invitation as the person gets it, and what the log keeps of its token. */
export interface NewInvitation extends Invitation {
  readonly record: TokenRecord;
}

export function newInvitation(call: Call): NewInvitation {
  const expiresAt = new Date(call.now.getTime() + call.invitationTtlMs);
  return { ...call.tokens.issue("invitation", call.newId()), expiresAt };
}
