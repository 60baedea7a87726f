// The sandbox's own memory of every seat step: who held which seat when, which Polar forgets. Polar's API never
// answers any of it.

import type { SeatRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import type { SandboxFactCause, SandboxFactType } from "./sandbox-fact.ts";

type Step = { at: Date; type: SandboxFactType; cause?: SandboxFactCause; immediate?: boolean };

/** Notes a step of a seat. Give the seat as it was with its holder: before a revocation, after anything else. */
export function remember(state: SandboxState, seat: SeatRecord, step: Step): void {
  state.facts.push(
    Object.freeze({
      at: step.at,
      type: step.type,
      cause: step.cause ?? "asked",
      immediate: step.immediate ?? false,
      seatId: seat.id,
      occupancy: seat.occupancy,
      subscriptionId: seat.subscriptionId,
      orderId: seat.orderId,
      memberId: seat.memberId,
      customerId: seat.customerId,
      email: seat.email,
    }),
  );
}
