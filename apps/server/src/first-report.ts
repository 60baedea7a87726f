// Waits for the first pass of a sync: until then there is nothing to serve, and where it fails the service does not start.

import type { PolarSync, ReplayReport } from "@seat-ledger/polar";
import { filter, firstValueFrom, fromEvent, NEVER, takeUntil, tap } from "rxjs";
import type { StartOptions } from "./start-options.ts";

/** The service could not begin: Polar could not be replayed, or the ledger could not be written. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export async function firstReport(sync: PolarSync, { signal, onProgress }: StartOptions): Promise<ReplayReport> {
  const ended = sync.state$.pipe(
    takeUntil(signal ? fromEvent(signal, "abort") : NEVER),
    tap(({ progress }) => progress && onProgress?.(progress)),
    filter(({ lastPass, failure }) => lastPass !== null || failure !== null),
  );
  const state = await firstValueFrom(ended, { defaultValue: null });
  signal?.throwIfAborted();
  if (state?.lastPass) return state.lastPass;
  throw new StartError(state?.failure?.message ?? "The sync with Polar was stopped before it had begun.");
}
