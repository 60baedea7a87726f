// How a start is watched and given up.

import type { ReplayProgress } from "@seat-ledger/polar";
import type { Log } from "./log.ts";

export interface StartOptions {
  /** Default: nothing is logged. */
  readonly log?: Log;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReplayProgress) => void;
}
