// The times that a durable subscription keeps. They are real time: the ledger's clock is for what the events say.

import type { Pauses } from "./back-off.ts";

export interface SubscriptionTiming {
  /** How long a process that does not renew is waited for. */
  readonly leaseMs: number;
  readonly renewMs: number;
  /** Between tries in place, while the events behind wait, and after troubles of the store. */
  readonly betweenTries: Pauses;
  /** Before what was set aside is tried again. */
  readonly setAside: Pauses;
  /** How often to look whether something set aside is due. */
  readonly lookMs: number;
}

export const usualTiming: SubscriptionTiming = {
  leaseMs: 10_000,
  renewMs: 3_000,
  betweenTries: { firstMs: 500, longestMs: 60_000 },
  setAside: { firstMs: 5_000, longestMs: 60 * 60 * 1_000 },
  lookMs: 1_000,
};
