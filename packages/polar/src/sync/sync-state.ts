// What a running sync shows of itself. It names no person: ids, counts and times only.

import type { ReplayProgress } from "../pass/pass.ts";
import type { ReplayReport } from "../report/report.ts";

/** Why nothing is being asked, and until when. */
export interface SyncWait {
  /**
   * `interval`: all is well, until the next pass. `failure`: the last pass failed or was not complete, until it is tried again.
   * `turn`: another process passes over the same ledger, `until` that ends (it may then have to wait on) or, if it died, runs out.
   */
  readonly for: "interval" | "failure" | "turn";
  readonly until: Date;
}

/** What ended a pass before its end. Branch on `code`: of `PolarReplayError` or of `SeatLedgerError`. */
export interface SyncFailure {
  readonly code: string;
  readonly message: string;
}

/** A sync at one moment. */
export interface PolarSyncState {
  /** `catching-up`: a pass has ended, and what of the past it left unread is read on. */
  readonly status: "passing" | "catching-up" | "waiting" | "stopped";
  /** How far the pass is that runs now, or the catching up after it; null while neither does. */
  readonly progress: ReplayProgress | null;
  readonly wait: SyncWait | null;
  /**
   * How long ago that happened at Polar which is the oldest to be heard of since the last complete pass began and not applied
   * yet, in milliseconds; 0 for nothing.
   */
  readonly lagMs: number;
  /** The last pass that ended, complete or not. Its `drift` and `failures` tell where the two sides stood apart. */
  readonly lastPass: ReplayReport | null;
  /** When the last complete pass began: everything that Polar showed by then is recorded. Null before the first. */
  readonly lastCompletePass: Date | null;
  /** What ended the last pass before its end; null where it ended well. */
  readonly failure: SyncFailure | null;
}
