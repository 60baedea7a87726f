// A seat in Polar's JSON. The invitation token is no part of it, nor is anything that Polar forgets.

import type { SeatRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { instantOrNull, timestamps } from "./instants.ts";
import { memberToWire } from "./people.ts";

export function seatToWire(state: SandboxState, seat: SeatRecord) {
  const member = seat.memberId === null ? undefined : state.members.get(seat.memberId);
  const customer = seat.customerId === null ? undefined : state.customers.get(seat.customerId);
  return {
    ...timestamps(seat),
    id: seat.id,
    subscription_id: seat.subscriptionId,
    order_id: seat.orderId,
    status: seat.status,
    customer_id: seat.customerId,
    member_id: seat.memberId,
    member: member === undefined ? null : memberToWire(member),
    email: seat.email,
    customer_email: seat.email ?? member?.email ?? customer?.email ?? null,
    invitation_token_expires_at: instantOrNull(seat.invitationTokenExpiresAt),
    claimed_at: instantOrNull(seat.claimedAt),
    revoked_at: instantOrNull(seat.revokedAt),
    seat_metadata: seat.seatMetadata,
  };
}
