// How a start is watched and given up.

import type { ReplayProgress } from "@seat-ledger/polar";
import type { Log } from "./log.ts";
import type { OnAnswer } from "./log-requests.ts";

export interface StartOptions {
  /** Default: nothing is logged. */
  readonly log?: Log;
  /** Told of each request that was answered. Default: a line of `log` for each. */
  readonly onAnswer?: OnAnswer;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReplayProgress) => void;
}
