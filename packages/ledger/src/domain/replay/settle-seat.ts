// Makes one seat agree with what Polar shows of it, by legal events only. A step whose result is shown is observed, even
// where its time is computed; a step that nobody showed is inferred, with the span in which it lies.

import { InvariantViolation, invariant, unreachable } from "../../invariant.ts";
import { subjectOf } from "../decide/seat-subject.ts";
import { type Certainty, observed, type SeatEvent, type SeatEventType } from "../events.ts";
import type { HoldingId } from "../ids.ts";
import { later } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { evolveSeat, type SeatState } from "../seat.ts";
import { isLive, type SeatMachineState, statusAfter } from "../seat-machine.ts";
import { pathToVacate, pathWithin } from "./seat-path.ts";
import type { ShownSeat } from "./shown.ts";

/** Polar's invitations are valid for a day, and their expiry outlives claim and revoke. */
const invitationTtlMs = 24 * 60 * 60 * 1_000;

export interface Observation {
  readonly observedAt: Date;
  readonly newHoldingId: () => HoldingId;
}

/** The events that lead from what the ledger knows of a seat to what is shown; none where they agree. */
export function settleSeat(seat: SeatState | null, shown: ShownSeat, observation: Observation): readonly SeatEvent[] {
  return seat && isSameHolding(seat, shown)
    ? settleHolding(seat, shown, observation)
    : beginSeat(seat, shown, observation);
}

/** Somebody new is shown in the seat: whoever sat there left it unseen. */
export function beginSeat(seat: SeatState | null, shown: ShownSeat, observation: Observation): readonly SeatEvent[] {
  const entry = entryOf(shown);
  const revokes = vacated(seat, shown, entry);
  const free = revokes.reduce(settled, seat);
  const entered = entryEvent(free, shown, entry, observation);
  return [...revokes, entered, ...settleHolding(settled(free, entered), shown, observation)];
}

/** How the one whom we knew left the seat, unseen. */
function vacated(
  seat: SeatState | null,
  shown: ShownSeat,
  entry: "SeatAssigned" | "SeatGranted",
): readonly SeatEvent[] {
  const path = pathToVacate(seat?.status ?? "vacant", entry);
  invariant(path, `the machine knows no way to ${entry} from ${seat?.status ?? "vacant"}`);
  return path.map((type) => {
    invariant(seat && type === "SeatRevoked", `a seat is vacated by a revoke, not by ${type}`);
    return unseenRevoke(seat, later(seat.modifiedAt, beginningOf(shown)));
  });
}

/** The seat after an event that is being planned: its place in the stream is not known yet and not needed. */
function settled(seat: SeatState | null, event: SeatEvent): SeatState {
  invariant(event.seatId !== null, "settling a seat yields events of that seat");
  return evolveSeat(seat, event, { version: 0, ordinal: 0 });
}

/**
 * The same person in the same seat since the same time. Only what both sides show is compared: a time that the row does
 * not show says nothing. Where times prove it, a changed reference to the person is no hand-over.
 */
export function isSameHolding(seat: SeatState, shown: ShownSeat): boolean {
  if (!isLive(seat.status) && shown.status !== "revoked") return false;
  if (pathWithin(seat.status, shown.status) === null) return false;
  if (seat.expiresAt || shown.expiresAt) return sameTime(seat.expiresAt, shown.expiresAt);
  if (seat.claimedAt && shown.claimedAt) return sameTime(seat.claimedAt, shown.claimedAt);
  if (!isLive(seat.status)) return !seat.revokedAt || !shown.revokedAt || sameTime(seat.revokedAt, shown.revokedAt);
  return seat.personId === null || shown.personId === null || seat.personId === shown.personId;
}

/** The steps within a holding that both sides know. */
export function settleHolding(seat: SeatState, shown: ShownSeat, { observedAt }: Observation): readonly SeatEvent[] {
  const steps = stepsWithin(seat, shown).map((type) => step(type, seat, shown, observedAt));
  return [...steps, ...personChange(seat, shown, observedAt)];
}

/** What the row does not show any more is kept: the database may clear a reference, but the person sat there. */
function personChange(seat: SeatState, shown: ShownSeat, at: Date): readonly SeatEvent[] {
  if (!isLive(seat.status) || !isLive(shown.status)) return [];
  const now = {
    personId: shown.memberId === null && seat.memberId !== null ? seat.personId : (shown.personId ?? seat.personId),
    customerId: shown.customerId ?? seat.customerId,
    memberId: shown.memberId ?? seat.memberId,
    email: shown.email ?? seat.email,
  };
  const same =
    now.personId === seat.personId &&
    now.customerId === seat.customerId &&
    now.memberId === seat.memberId &&
    now.email === seat.email;
  if (same) return [];
  const subject = { ...subjectOf(seat), personId: now.personId };
  const data = { was: shown.status, customerId: now.customerId, memberId: now.memberId };
  return [seatEvent("HolderChanged", subject, data, { at, personal: { email: now.email }, cause: "person-changed" })];
}

/** The shortest path that agrees with the evidence: a seat that shows when it was claimed went through that status. */
function stepsWithin(seat: SeatState, shown: ShownSeat): readonly SeatEventType[] {
  const viaClaim = shown.claimedAt !== null && seat.claimedAt === null && isLive(seat.status);
  const stops: readonly SeatMachineState[] = viaClaim ? ["claimed", shown.status] : [shown.status];
  let from: SeatMachineState = seat.status;
  return stops.flatMap((to) => {
    const path = pathWithin(from, to);
    invariant(path, `the machine knows no way from ${from} to ${to}`);
    from = to;
    return path;
  });
}

function step(type: SeatEventType, seat: SeatState, shown: ShownSeat, observedAt: Date): SeatEvent {
  switch (type) {
    case "SeatClaimed":
      return seatEvent("SeatClaimed", subjectOf(seat), { session: null }, { at: shown.claimedAt ?? observedAt });
    case "SeatRevoked": {
      const was = seat.status === "claimed" || shown.claimedAt !== null ? "claimed" : "pending";
      return seatEvent("SeatRevoked", subjectOf(seat), { was }, { at: shown.revokedAt ?? observedAt });
    }
    case "InvitationResent":
    case "InvitationLapsed":
    case "InvitationResumed":
    case "SeatResumed":
    case "HolderChanged":
    case "SeatAssigned":
    case "SeatGranted":
      throw new InvariantViolation(`${type} is no step of a holding that Polar shows`);
    default:
      return unreachable(type);
  }
}

/** Somebody else sits there now, so the one whom we knew must have been revoked; nobody showed when. */
export function unseenRevoke(
  seat: SeatState,
  notAfter: Date,
  cause: "seat-reused" | "drift" = "seat-reused",
): SeatEvent {
  invariant(isLive(seat.status), "only a live seat is revoked");
  const certainty: Certainty = { inferred: true, notBefore: seat.modifiedAt, notAfter };
  return seatEvent("SeatRevoked", subjectOf(seat), { was: seat.status }, { at: notAfter, certainty, cause });
}

export function entryOf(shown: ShownSeat): "SeatAssigned" | "SeatGranted" {
  return shown.expiresAt === null && shown.claimedAt !== null ? "SeatGranted" : "SeatAssigned";
}

function entryEvent(
  known: SeatState | null,
  shown: ShownSeat,
  entry: "SeatAssigned" | "SeatGranted",
  { observedAt, newHoldingId }: Observation,
): SeatEvent {
  const seat = {
    seatId: shown.id,
    occupancy: (known?.occupancies ?? 0) + 1,
    holdingId: newHoldingId(),
    personId: shown.personId,
  };
  const { customerId, memberId } = shown;
  const at = beginningOf(shown);
  const holder = { customerId, memberId, seatCreatedAt: known ? null : shown.createdAt };
  const circumstances = {
    at,
    personal: { email: shown.email, metadata: shown.metadata },
    certainty: isShown(shown)
      ? observed
      : { inferred: true as const, notBefore: known?.revokedAt ?? null, notAfter: shown.revokedAt ?? observedAt },
  };
  invariant(statusAfter(known?.status ?? "vacant", entry), `${entry} on a ${known?.status ?? "vacant"} seat`);
  return entry === "SeatGranted"
    ? seatEvent("SeatGranted", seat, holder, circumstances)
    : seatEvent("SeatAssigned", seat, { ...holder, expiresAt: shown.expiresAt, invitation: null }, circumstances);
}

/** Whether the row still shows that its holding began: by its expiry, by its claim, or by being held. */
export function isShown(shown: ShownSeat): boolean {
  return shown.expiresAt !== null || shown.claimedAt !== null || shown.status !== "revoked";
}

/** When the holding that a row shows began. */
export function beginningOf(shown: ShownSeat): Date {
  if (shown.expiresAt) return new Date(shown.expiresAt.getTime() - invitationTtlMs);
  return shown.claimedAt ?? shown.createdAt;
}

function sameTime(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
