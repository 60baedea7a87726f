// The sandbox's own memory of every seat step: who held which seat when, which Polar forgets. Nothing of it is ever
// answered over HTTP.

import type { SeatRecord } from "./records.ts";
import type { SandboxState } from "./state.ts";

/** What a step of a seat was. A seat that was claimed at once has one step, `claimed` with `immediate`. */
export type SandboxFactType = "assigned" | "claimed" | "revoked" | "resent" | "email_changed";

/** What made a step happen. */
export type SandboxFactCause =
  | "asked"
  | "member_deleted"
  | "member_email_changed"
  | "subscription_ended"
  | "subscription_paused";

/** One step of one seat, with the holder whom it concerns (for `revoked`: who lost it). */
export type SandboxFact = {
  readonly at: Date;
  readonly type: SandboxFactType;
  readonly cause: SandboxFactCause;
  readonly immediate: boolean;
  readonly seatId: string;
  /** 1 for the first holder of this seat id, 2 for the next ... */
  readonly occupancy: number;
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly memberId: string | null;
  readonly customerId: string | null;
  readonly email: string | null;
};

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
