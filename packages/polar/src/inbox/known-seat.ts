// A seat as the ledger knows it, or null where it doesn't.

import { isSeatLedgerError, type Seat } from "seat-ledger";
import type { InboxLedger } from "./inbox-ledger.ts";

export async function knownSeat(ledger: Pick<InboxLedger, "getSeat">, seatId: string): Promise<Seat | null> {
  try {
    return await ledger.getSeat({ seatId });
  } catch (error) {
    if (isSeatLedgerError(error, "SeatNotFound")) return null;
    throw error;
  }
}
