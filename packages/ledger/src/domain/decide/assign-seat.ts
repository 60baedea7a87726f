// Giving a seat to somebody: https://polar.sh/docs/features/seat-based-pricing

import { invariant } from "../../invariant.ts";
import type { PoolStreamEvent, SeatMetadata, TokenRecord } from "../events.ts";
import { emailKey, type HoldingId, type SeatId } from "../ids.ts";
import { isBefore } from "../moment.ts";
import { liveSeats, type PoolState } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { type Rejection, reject } from "../rejections.ts";
import type { SeatState } from "../seat.ts";
import { isLive, statusAfter } from "../seat-machine.ts";
import { accept, type Decision } from "./decision.ts";
import { notActive } from "./pool-status.ts";
import type { Recipient } from "./recipient.ts";

export interface AssignSeat {
  /** Resolved by recipient.ts; its own refusal counts only after those about the pool. */
  readonly recipient: Recipient | Rejection;
  readonly seatsEnabled: boolean;
  readonly metadata: SeatMetadata;
  /** Null: claimed at once, without an invitation. */
  readonly invitation: { readonly token: TokenRecord; readonly expiresAt: Date } | null;
  /** Used where no revoked seat can be taken again. */
  readonly newSeatId: SeatId;
  readonly holdingId: HoldingId;
  readonly at: Date;
}

/** The order of checks is Polar's: feature, payment, capacity, recipient, uniqueness. */
export function decideAssignSeat(pool: PoolState, command: AssignSeat): Decision<PoolStreamEvent> {
  if (!command.seatsEnabled) return reject("SeatsNotEnabled", { organizationId: pool.organizationId });
  if (pool.status !== "active") return notActive(pool, pool.status);
  if (liveSeats(pool) >= pool.bought) {
    return reject("SeatNotAvailable", { poolId: pool.id, seats: pool.bought, live: liveSeats(pool) });
  }
  const { recipient } = command;
  if (recipient.kind === "rejected") return recipient;
  const held = heldBy(recipient, pool);
  if (held) return reject("SeatAlreadyAssigned", { poolId: pool.id, seatId: held.id });
  return accept(assignment(pool, command, recipient));
}

function assignment(pool: PoolState, command: AssignSeat, recipient: Recipient): PoolStreamEvent {
  const revoked = oldestRevoked(pool);
  const seat = {
    seatId: revoked?.id ?? command.newSeatId,
    occupancy: (revoked?.occupancies ?? 0) + 1,
    holdingId: command.holdingId,
    personId: recipient.personId,
  };
  const { customerId, memberId } = recipient;
  const holder = { customerId, memberId, seatCreatedAt: null };
  const circumstances = { at: command.at, personal: { email: recipient.email, metadata: command.metadata } };
  const event = command.invitation
    ? seatEvent(
        "SeatAssigned",
        seat,
        { ...holder, expiresAt: command.invitation.expiresAt, invitation: command.invitation.token },
        circumstances,
      )
    : seatEvent("SeatGranted", seat, holder, circumstances);
  invariant(statusAfter(revoked?.status ?? "vacant", event.type), `${event.type} on a seat that is free`);
  return event;
}

/** Polar takes any revoked seat again; here it is the one that has been free for longest. */
function oldestRevoked(pool: PoolState): SeatState | null {
  let oldest: SeatState | null = null;
  for (const seat of pool.seats.values()) {
    if (seat.status !== "revoked" || !seat.revokedAt) continue;
    if (!oldest?.revokedAt || isBefore(seat.revokedAt, oldest.revokedAt)) oldest = seat;
  }
  return oldest;
}

/** By person, by e-mail, and, with the member model off, by customer (a seat that names the buyer may be a member's). */
function heldBy({ personId, email, customerId, memberModel }: Recipient, pool: PoolState): SeatState | null {
  const key = email === null ? null : emailKey(email);
  const countsCustomer = !memberModel && customerId !== pool.customerId;
  for (const seat of pool.seats.values()) {
    if (!isLive(seat.status)) continue;
    if (seat.personId === personId || (countsCustomer && seat.customerId === customerId)) return seat;
    if (key !== null && seat.email !== null && emailKey(seat.email) === key) return seat;
  }
  return null;
}
