// One seat: what is true of it now, as its events tell. Pure; time and ids come with the events.

import { invariant } from "../invariant.ts";
import type { HoldingEvent, SeatEvent, SeatEventType, SeatMetadata, TokenRecord } from "./events.ts";
import type { CustomerId, HoldingId, MemberId, PersonId, SeatId } from "./ids.ts";
import { type SeatStatus, statusAfter } from "./seat-machine.ts";

export interface SeatState {
  readonly id: SeatId;
  /** 1, 2, 3 ... in the order in which the pool came to know its seats. */
  readonly ordinal: number;
  readonly status: SeatStatus;
  /** The number of the holding now. */
  readonly occupancy: number;
  /** How many holdings of this seat are known, those included that were discovered late. */
  readonly occupancies: number;
  /** The holding now, or the last one where the seat is revoked. */
  readonly holdingId: HoldingId;
  readonly personId: PersonId | null;
  readonly customerId: CustomerId | null;
  readonly memberId: MemberId | null;
  readonly email: string | null;
  readonly metadata: SeatMetadata;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly claimedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
  /** The last token: it opens the seat while that is pending. Null where there was none, or Polar sent it. */
  readonly invitation: TokenRecord | null;
  /** The pool's version when the seat last changed. */
  readonly version: number;
}

/** What callers see of a seat. */
export type ShownSeat = Omit<SeatState, "ordinal" | "occupancies" | "invitation">;

type BeginningOfHolding = Extract<SeatEvent, { type: "SeatAssigned" | "SeatGranted" }>;
type NamesHolder = Extract<SeatEvent, { type: "HolderChanged" | "InvitationResumed" | "SeatResumed" }>;

/** The events that put a new person into a seat. */
export function beginsHolding(type: SeatEventType): type is "SeatAssigned" | "SeatGranted" {
  return type === "SeatAssigned" || type === "SeatGranted";
}

/** The seat after an event. Throws where the machine does not admit it: the rules must have asked before. */
export function evolveSeat(
  seat: SeatState | null,
  event: SeatEvent,
  place: { readonly version: number; readonly ordinal: number },
): SeatState {
  const status = statusAfter(seat?.status ?? "vacant", event.type);
  invariant(status, `${event.type} on a ${seat?.status ?? "vacant"} seat`);
  const { version, ordinal } = place;
  if (event.type === "SeatAssigned" || event.type === "SeatGranted") {
    return { ...heldAnew(seat, event), status, modifiedAt: event.occurredAt, version, ordinal };
  }
  invariant(seat && seat.holdingId === event.holdingId, `${event.type} for another holding than the seat's`);
  const next = { ...seat, status, modifiedAt: event.occurredAt, version, ordinal };
  switch (event.type) {
    case "InvitationResent":
      return { ...next, expiresAt: event.data.expiresAt, invitation: event.data.invitation };
    case "SeatClaimed":
      return { ...next, claimedAt: event.occurredAt };
    case "HolderChanged":
      return { ...next, ...holderOf(event) };
    case "InvitationResumed":
    case "SeatResumed":
      return { ...next, ...holderOf(event), revokedAt: null };
    case "SeatRevoked":
    case "InvitationLapsed":
      return { ...next, revokedAt: event.occurredAt, personId: null, customerId: null, memberId: null, email: null };
  }
}

/** The seat after an event that begins a holding, whatever came before it: of that only counts when the seat was made. */
export function seatHeldAnew(
  event: BeginningOfHolding,
  { createdAt, ...place }: Pick<SeatState, "createdAt" | "version" | "ordinal">,
): SeatState {
  const status = statusAfter("revoked", event.type);
  invariant(status, `${event.type} on a revoked seat`);
  const before = { createdAt, occupancies: event.occupancy - 1 };
  return { ...heldAnew(before, event), status, modifiedAt: event.occurredAt, ...place };
}

/** The seat after something was learned about its past: the present stays as it is, a new holding is counted. */
export function withDiscovery(seat: SeatState, event: HoldingEvent): SeatState {
  return { ...seat, occupancies: Math.max(seat.occupancies, event.occupancy) };
}

function heldAnew(
  seat: Pick<SeatState, "createdAt" | "occupancies"> | null,
  event: BeginningOfHolding,
): Omit<SeatState, "status" | "modifiedAt" | "version" | "ordinal"> {
  invariant(event.occupancy === (seat?.occupancies ?? 0) + 1, "occupancies of a seat are numbered without gaps");
  const invited = event.type === "SeatAssigned" ? event.data : { expiresAt: null, invitation: null };
  return {
    id: event.seatId,
    occupancy: event.occupancy,
    occupancies: event.occupancy,
    holdingId: event.holdingId,
    personId: event.personId,
    customerId: event.data.customerId,
    memberId: event.data.memberId,
    email: event.personal?.email ?? null,
    metadata: event.personal?.metadata ?? {},
    createdAt: seat?.createdAt ?? event.data.seatCreatedAt ?? event.occurredAt,
    claimedAt: event.type === "SeatGranted" ? event.occurredAt : null,
    revokedAt: null,
    expiresAt: invited.expiresAt,
    invitation: invited.invitation,
  };
}

function holderOf(event: NamesHolder): Pick<SeatState, "personId" | "customerId" | "memberId" | "email"> {
  const { customerId, memberId } = event.data;
  return { personId: event.personId, customerId, memberId, email: event.personal?.email ?? null };
}
