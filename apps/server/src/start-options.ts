// How a start is watched and given up.

import type { ReplayProgress } from "@seat-ledger/polar";

export interface StartOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReplayProgress) => void;
}
