// What the sandbox remembers of one step of one seat.

/** What a step of a seat was. A seat that was claimed at once has one step, `claimed` with `immediate`.
 * `identity_changed`: a switch to the member model gave the seat to a member under the buyer; the holder is the same. */
export type SandboxFactType = "assigned" | "claimed" | "revoked" | "resent" | "email_changed" | "identity_changed";

/** What made a step happen. */
export type SandboxFactCause =
  | "asked"
  | "member_deleted"
  | "member_email_changed"
  | "member_model_switched"
  | "subscription_ended"
  | "subscription_past_due"
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
