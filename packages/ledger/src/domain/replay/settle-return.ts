// A holding whose end was only guessed, and that a source shows again: it goes on under its own id, and the guess is
// superseded by name. Whether somebody else came meanwhile is not asked here.

import type { Certainty, SeatEvent } from "../events.ts";
import { type Holding, type KnownStep, stepOfType } from "../holdings.ts";
import { seatEvent } from "../propose.ts";
import { evolveSeat, type SeatState } from "../seat.ts";
import { isSameHolding, type Observation, settleHolding } from "./settle-seat.ts";
import type { ShownSeat } from "./shown.ts";

type Guessed = KnownStep & { readonly certainty: Extract<Certainty, { inferred: true }> };

/** The end of a holding that nobody showed; null where it goes on, or its end was shown. */
export function guessedEnd(holding: Holding): Guessed | null {
  const end = stepOfType(holding, "SeatRevoked");
  return end && isGuess(end) ? end : null;
}

function isGuess(step: KnownStep): step is Guessed {
  return step.certainty.inferred;
}

/** Whether a listing can say more of the last holding of a free seat than is known: that it goes on, or when it ended. */
export function mayReturn(seat: SeatState, shown: ShownSeat): boolean {
  if (seat.status !== "revoked") return false;
  return shown.status !== "revoked" || isEndedOtherwise(seat, shown);
}

function isEndedOtherwise({ revokedAt }: SeatState, shown: ShownSeat): boolean {
  return shown.revokedAt !== null && shown.revokedAt.getTime() !== revokedAt?.getTime();
}

/**
 * The events by which the last holding of a seat goes on as it is shown, be it to its true end; none where its end is no
 * guess, or somebody else is shown.
 */
export function resumedHolding(
  seat: SeatState,
  holding: Holding,
  shown: ShownSeat,
  observation: Observation,
): readonly SeatEvent[] {
  const end = guessedEnd(holding);
  if (!end || (shown.status === "revoked" && shown.revokedAt === null)) return [];
  const resumed = resumption(seat, holding, end, observation.observedAt);
  const { version, ordinal } = seat;
  const after = evolveSeat(seat, resumed, { version, ordinal });
  return isSameHolding(after, shown) ? [resumed, ...settleHolding(after, shown, observation)] : [];
}

/** The seat as it was before the guess, and whoever sat there as they are known by now. */
function resumption(seat: SeatState, holding: Holding, { version }: Guessed, at: Date): SeatEvent {
  const { holdingId, occupancy, personId, customerId, memberId, email } = holding;
  const type = seat.claimedAt === null ? "InvitationResumed" : "SeatResumed";
  const subject = { seatId: seat.id, occupancy, holdingId, personId };
  return seatEvent(type, subject, { customerId, memberId }, { at, personal: { email }, supersedes: version });
}
