// A seat on the wire: Polar's CustomerSeat with all its fields, and what only the ledger knows. An invitation never shows.

import type { Member, Seat } from "seat-ledger";

export interface WireSeat {
  readonly created_at: string;
  readonly modified_at: string | null;
  readonly id: string;
  readonly subscription_id: string | null;
  readonly order_id: string | null;
  readonly status: Seat["status"];
  readonly customer_id: string | null;
  readonly member_id: string | null;
  readonly member: WireMember | null;
  readonly email: string | null;
  readonly customer_email: string | null;
  readonly invitation_token_expires_at: string | null;
  readonly claimed_at: string | null;
  readonly revoked_at: string | null;
  readonly seat_metadata: Seat["seatMetadata"];
  readonly person_id: string | null;
  readonly holding_id: string;
  readonly occupancy: number;
  readonly version: number;
}

export interface WireMember {
  readonly id: string;
  readonly created_at: string;
  readonly modified_at: string | null;
  readonly customer_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly external_id: string | null;
  readonly role: Member["role"];
}

export function seatToWire(seat: Seat): WireSeat {
  return {
    created_at: seat.createdAt.toISOString(),
    modified_at: instant(seat.modifiedAt),
    id: seat.id,
    subscription_id: seat.subscriptionId,
    order_id: seat.orderId,
    status: seat.status,
    customer_id: seat.customerId,
    member_id: seat.memberId,
    member: seat.member && memberToWire(seat.member),
    email: seat.email,
    customer_email: seat.customerEmail,
    invitation_token_expires_at: instant(seat.invitationTokenExpiresAt),
    claimed_at: instant(seat.claimedAt),
    revoked_at: instant(seat.revokedAt),
    seat_metadata: seat.seatMetadata,
    person_id: seat.personId,
    holding_id: seat.holdingId,
    occupancy: seat.occupancy,
    version: seat.version,
  };
}

function memberToWire(member: Member): WireMember {
  return {
    id: member.id,
    created_at: member.createdAt.toISOString(),
    modified_at: instant(member.modifiedAt),
    customer_id: member.customerId,
    // Polar's clients demand text; a person who was forgotten has none.
    email: member.email ?? "",
    name: member.name,
    external_id: member.externalId,
    role: member.role,
  };
}

function instant(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
