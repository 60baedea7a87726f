// What is answered about seats besides a seat itself, in Polar's JSON.

import type { ClaimInfo } from "../seats/claim-seat.ts";
import type { SeatsList } from "../seats/list-seats.ts";
import type { SandboxState } from "../state.ts";
import { seatToWire } from "./seat.ts";

export function seatsListToWire(state: SandboxState, list: SeatsList) {
  return {
    seats: list.seats.map((seat) => seatToWire(state, seat)),
    available_seats: list.availableSeats,
    total_seats: list.totalSeats,
  };
}

export function claimInfoToWire(info: ClaimInfo) {
  return {
    product_name: info.productName,
    product_id: info.productId,
    organization_name: info.organizationName,
    organization_slug: info.organizationSlug,
    customer_email: info.customerEmail,
    can_claim: info.canClaim,
  };
}
