// What callers get of a seat: the fields of Polar's CustomerSeat, and what only the ledger knows.

import type { ShownMember } from "../domain/directory.ts";
import type { SeatMetadata } from "../domain/events.ts";
import type { MemberId } from "../domain/ids.ts";
import { isBefore } from "../domain/moment.ts";
import type { PoolState } from "../domain/pool.ts";
import type { ShownSeat } from "../domain/seat.ts";
import type { SeatStatus } from "../domain/seat-machine.ts";
import { type Member, memberAnswer } from "./directory.ts";
import { availableSeats, sourceOf } from "./pool.ts";

/** One seat now. A revoked seat names nobody, as Polar's doesn't; its history does (`ledger.history({ seatId })`). */
export interface Seat {
  readonly id: string;
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly status: SeatStatus;
  /** With the member model on the buyer, else the holder; null when revoked. */
  readonly customerId: string | null;
  readonly memberId: string | null;
  readonly member: Member | null;
  readonly email: string | null;
  readonly customerEmail: string | null;
  readonly invitationTokenExpiresAt: Date | null;
  readonly claimedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly seatMetadata: SeatMetadata;
  readonly createdAt: Date;
  readonly modifiedAt: Date | null;
  /** The holder: a member, or a customer where there is no member; null when revoked or unknown. */
  readonly personId: string | null;
  /** The holding now, or the last one of a revoked seat. */
  readonly holdingId: string;
  /** The how-manieth holding of this seat id: 1, 2, 3 ... in the order in which the ledger came to know them. */
  readonly occupancy: number;
  /** The pool's version when this seat last changed. */
  readonly version: number;
}

/** The seats of a pool, revoked ones included, in the order in which the pool came to know them. */
export interface SeatsList {
  readonly seats: readonly Seat[];
  readonly availableSeats: number;
  readonly totalSeats: number;
  /** The pool's version: pass it as `expectedVersion` to decide on what you saw. */
  readonly version: number;
}

/** What goes to the person who is invited. The token is derived, never stored: show it to nobody else. */
export interface Invitation {
  readonly token: string;
  readonly expiresAt: Date;
}

export function seatAnswer(pool: Pick<PoolState, "id" | "kind">, seat: ShownSeat, member: ShownMember | null): Seat {
  return {
    id: seat.id,
    ...sourceOf(pool),
    status: seat.status,
    customerId: seat.customerId,
    memberId: seat.memberId,
    member: member && memberAnswer(member),
    email: seat.email,
    customerEmail: seat.email ?? member?.email ?? null,
    invitationTokenExpiresAt: seat.expiresAt,
    claimedAt: seat.claimedAt,
    revokedAt: seat.revokedAt,
    seatMetadata: seat.metadata,
    createdAt: seat.createdAt,
    modifiedAt: isBefore(seat.createdAt, seat.modifiedAt) ? seat.modifiedAt : null,
    personId: seat.personId,
    holdingId: seat.holdingId,
    occupancy: seat.occupancy,
    version: seat.version,
  };
}

export function seatsListAnswer(
  pool: PoolState,
  seats: readonly ShownSeat[],
  members: ReadonlyMap<MemberId, ShownMember>,
): SeatsList {
  return {
    seats: seats.map((seat) => seatAnswer(pool, seat, (seat.memberId && members.get(seat.memberId)) ?? null)),
    availableSeats: availableSeats(pool),
    totalSeats: pool.bought,
    version: pool.version,
  };
}
