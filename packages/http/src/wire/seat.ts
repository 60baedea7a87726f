// A seat on the wire: Polar's CustomerSeat with all its fields, and what only the ledger knows. An invitation never shows.

import type { Member, Seat, SeatsList } from "seat-ledger";
import { z } from "zod";
import { count, id, instant, instantOrNull } from "./answers.ts";
import { documented } from "./documented.ts";

export const member = documented(
  z.object({
    id,
    created_at: instant,
    modified_at: instant.nullable(),
    customer_id: documented(id, { description: "The customer under whom this member is" }),
    email: documented(z.string(), { description: "Empty once the person was forgotten" }),
    name: z.string().nullable(),
    external_id: documented(z.string(), { description: "The member's id in the merchant's system" }).nullable(),
    role: z.enum(["owner", "billing_manager", "member"]),
  }),
  { id: "Member", description: "A person under a customer." },
);

export const customerSeat = documented(
  z.object({
    created_at: documented(instant, { description: "When the seat was first assigned" }),
    modified_at: instant.nullable(),
    id: documented(id, { description: "The seat. A revoked seat's id is given to the next holder" }),
    subscription_id: id.nullable(),
    order_id: id.nullable(),
    status: z.enum(["pending", "claimed", "revoked"]),
    customer_id: documented(id, {
      description: "With the member model the billing customer, without it the holder; null when revoked",
    }).nullable(),
    member_id: id.nullable(),
    member: member.nullable(),
    email: z.string().nullable(),
    customer_email: z.string().nullable(),
    invitation_token_expires_at: instant.nullable(),
    claimed_at: instant.nullable(),
    revoked_at: instant.nullable(),
    seat_metadata: z.record(z.string(), z.unknown()),
    person_id: documented(id, { description: "The holder. Only the ledger tells it" }).nullable(),
    holding_id: documented(id, { description: "This holder in this seat from one time to another" }),
    occupancy: documented(count, { description: "The how-manieth holding of this seat: 1, 2, 3 ..." }),
    version: documented(count, { description: "The version of the subscription or order when the seat last changed" }),
  }),
  { id: "CustomerSeat", description: "One seat. When it is revoked it names nobody; its history does." },
);

export const seatsList = documented(
  z.object({
    seats: z.array(customerSeat),
    available_seats: documented(count, { description: "Free to assign; never below 0" }),
    total_seats: documented(count, { description: "Bought" }),
    version: documented(count, { description: "The version of the subscription or order. Only the ledger tells it" }),
  }),
  { id: "SeatsList", description: "Every seat of a subscription or an order, revoked ones included." },
);

export type WireSeat = z.output<typeof customerSeat>;
export type WireMember = z.output<typeof member>;

export function seatToWire(seat: Seat): WireSeat {
  return {
    created_at: seat.createdAt.toISOString(),
    modified_at: instantOrNull(seat.modifiedAt),
    id: seat.id,
    subscription_id: seat.subscriptionId,
    order_id: seat.orderId,
    status: seat.status,
    customer_id: seat.customerId,
    member_id: seat.memberId,
    member: seat.member && memberToWire(seat.member),
    email: seat.email,
    customer_email: seat.customerEmail,
    invitation_token_expires_at: instantOrNull(seat.invitationTokenExpiresAt),
    claimed_at: instantOrNull(seat.claimedAt),
    revoked_at: instantOrNull(seat.revokedAt),
    seat_metadata: seat.seatMetadata,
    person_id: seat.personId,
    holding_id: seat.holdingId,
    occupancy: seat.occupancy,
    version: seat.version,
  };
}

export function seatsListToWire(list: SeatsList): z.output<typeof seatsList> {
  return {
    seats: list.seats.map(seatToWire),
    available_seats: list.availableSeats,
    total_seats: list.totalSeats,
    version: list.version,
  };
}

export function memberToWire(member: Member): WireMember {
  return {
    id: member.id,
    created_at: member.createdAt.toISOString(),
    modified_at: instantOrNull(member.modifiedAt),
    customer_id: member.customerId,
    // Polar's clients demand text; a person who was forgotten has none.
    email: member.email ?? "",
    name: member.name,
    external_id: member.externalId,
    role: member.role,
  };
}
