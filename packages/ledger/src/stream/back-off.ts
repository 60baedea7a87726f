// How long to wait before something that failed is tried again: longer each time, and never in step with others.

import { setTimeout } from "node:timers/promises";

export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Doubles with each failure, up to the longest; half of it is left to chance. */
export function pauseAfter(failures: number, { firstMs, longestMs }: Pauses): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return (full / 2) * (1 + Math.random());
}

/** Lets time pass; the signal ends it early. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
