// Where in the log a holding of a seat began or ended.

import type { SeatLedger } from "seat-ledger";

export const beginnings = ["SeatAssigned", "SeatGranted"] as const;
export const endings = ["SeatRevoked"] as const;

export interface SeatStep {
  readonly position: number;
  /** Of the pool. */
  readonly version: number;
}

/** Null where the log has none of these steps of this holding. */
export async function seatStep(
  ledger: Pick<SeatLedger, "export">,
  { seatId, holdingId }: { readonly seatId: string; readonly holdingId: string },
  types: typeof beginnings | typeof endings,
): Promise<SeatStep | null> {
  let found: SeatStep | null = null;
  for await (const { position, event } of ledger.export({ seatId, types: [...types] })) {
    if (event.holdingId === holdingId) found = { position, version: event.version };
  }
  return found;
}
