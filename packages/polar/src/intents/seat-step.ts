// Where in the log a holding of a seat began or ended, or what was recorded for an intent.

import type { SeatLedger } from "seat-ledger";
import { knownSeat } from "../inbox/known-seat.ts";
import { resultOfIntent, seenOfIntent } from "./intent.ts";

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

/** A step of a holding, and where in the log it is. */
export interface Answer {
  readonly seatId: string;
  readonly holdingId: string;
  readonly position: number;
}

/** What was recorded as what an intent brought about; null where nothing was, or where others had told of it before. */
export async function stepFor(
  ledger: Pick<SeatLedger, "export" | "inbox" | "getSeat">,
  intentId: string,
): Promise<Answer | null> {
  for (const originId of [resultOfIntent(intentId), seenOfIntent(intentId)]) {
    const [, seatId] = (await ledger.inbox.get(originId))?.subject?.split("/") ?? [];
    if (seatId === undefined || !(await knownSeat(ledger, seatId))) continue;
    let found: Answer | null = null;
    for await (const { position, event } of ledger.export({ seatId })) {
      if (event.originId !== originId || event.holdingId === null) continue;
      found = { seatId, holdingId: event.holdingId, position };
    }
    if (found) return found;
  }
  return null;
}
