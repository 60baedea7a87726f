// The report that a pass ends with: plain JSON, so that it can be logged, stored and compared. Holds nothing personal.

import type { PoolRef } from "../pool-ref.ts";
import type { ReplayDrift } from "./drift.ts";

/** Something that this pass could not bring to agreement; both ids are null where it was no single pool. Holds no e-mail. */
export interface ReplayFailure extends PoolRef {
  readonly message: string;
}

/**
 * A webhook, an entry of the delivery log or a Polar event that could not be read. It is kept as it came (`ledger.inbox`),
 * nothing was derived from it, and it is told until it is settled.
 */
export interface ReplayUnread {
  readonly origin: string;
  readonly originId: string;
  readonly type: string;
  readonly subject: string | null;
  /** Which fields are wrong, never their values. */
  readonly problem: string | null;
}

/**
 * A source that the access token may not read, or entries of it that a fenced ledger may not keep. The pass does without them:
 * history is thinner, the present is not.
 */
export interface ReplayLeftOut {
  readonly source: "delivery-log" | "polar-events";
  readonly message: string;
}

/** What one pass saw and did. Plain JSON; `formatReport` makes text of it. */
export interface ReplayReport {
  /** Subscriptions and orders with seats that Polar showed. */
  readonly pools: number;
  /** Seats of the listings that were read, revoked ones included. */
  readonly seats: number;
  /** Events that were appended: none where the ledger agreed already. */
  readonly appended: number;
  /** Of these, the steps that nobody showed. */
  readonly inferred: number;
  /** Where Polar and the ledger differed, and what was done. The first import of a pool is no drift. */
  readonly drift: readonly ReplayDrift[];
  /** HTTP requests, those that were made again included. */
  readonly requests: number;
  /** Milliseconds in which requests were held back: by Polar, by the share of its rate limit, or after they had failed. */
  readonly waitedMs: number;
  /** Everything that Polar showed was recorded: there are no failures. What was not looked at is told by drift of the kind `stale`. */
  readonly complete: boolean;
  readonly failures: readonly ReplayFailure[];
  /** What was heard of and could not be read, of any time: at most 100. What can't be read of the lists is a failure. */
  readonly unread: readonly ReplayUnread[];
  readonly leftOut: readonly ReplayLeftOut[];
}
