// A seat and its member in the ledger's words.

import type { WireMember } from "../wire/member.ts";
import type { WireSeat } from "../wire/seat.ts";
import type { ShownMember, ShownSeat } from "./facts.ts";

export function shownSeat(seat: WireSeat): ShownSeat {
  return {
    id: seat.id,
    status: seat.status,
    customerId: seat.customer_id,
    memberId: seat.member_id,
    member: seat.member && shownMember(seat.member),
    email: seat.email,
    invitationTokenExpiresAt: seat.invitation_token_expires_at,
    claimedAt: seat.claimed_at,
    revokedAt: seat.revoked_at,
    createdAt: seat.created_at,
    seatMetadata: seat.seat_metadata,
  };
}

export function shownMember(member: WireMember): ShownMember {
  return {
    id: member.id,
    customerId: member.customer_id,
    email: member.email,
    name: member.name,
    externalId: member.external_id,
    role: member.role,
    createdAt: member.created_at,
  };
}
