// What Polar tells of a seat: a webhook with the seat as it is after the step, so a revoked one names nobody.

import { poolOfSeat } from "../pools.ts";
import type { SeatRecord } from "../records.ts";
import { type SandboxState, seesEverything } from "../state.ts";
import { announce } from "../webhooks/announce.ts";
import { seatToWire } from "../wire/seat.ts";

export function tellSeat(state: SandboxState, seat: SeatRecord, change: "assigned" | "claimed" | "revoked"): void {
  const { organizationId } = poolOfSeat(state, seat, seesEverything);
  announce(state, organizationId, `customer_seat.${change}`, seatToWire(state, seat));
}
