// A listing's fact. Whether the listing may be applied is asked in check-listing.ts.

import type { PoolRef } from "../pool-ref.ts";
import type { WireMember, WireSeat, WireSeatsList } from "../wire/seats-list.ts";
import type { ListingFact } from "./facts.ts";

/** `poolVersion` was read before Polar was asked. */
export function listingFact(ref: PoolRef, poolVersion: number, { seats }: WireSeatsList): ListingFact {
  return { type: "listing", ...ref, poolVersion, seats: seats.map(seatFact) };
}

function seatFact(seat: WireSeat): ListingFact["seats"][number] {
  return {
    id: seat.id,
    status: seat.status,
    customerId: seat.customer_id,
    memberId: seat.member_id,
    member: seat.member && memberFact(seat.member),
    email: seat.email,
    invitationTokenExpiresAt: seat.invitation_token_expires_at,
    claimedAt: seat.claimed_at,
    revokedAt: seat.revoked_at,
    createdAt: seat.created_at,
    seatMetadata: seat.seat_metadata,
  };
}

function memberFact(member: WireMember): NonNullable<ListingFact["seats"][number]["member"]> {
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
