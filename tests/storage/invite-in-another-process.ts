// Opens the file on the command line when the time on the command line has come, makes what is missing in it, invites
// the e-mail on the command line under an idempotency key of the same name, and prints the token.

import { isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { openWithPool, pool } from "./ledger-file.ts";

const [, , file = "", email = "", at = "0"] = process.argv;
while (Date.now() < Number(at));
await using ledger = await opened();
const { invitation } = await ledger.assignSeat({ ...pool, email }, { idempotencyKey: email });
console.log(invitation?.token);

/** Tries again while another process makes the file. */
async function opened(): Promise<SeatLedger> {
  try {
    return await openWithPool(file);
  } catch (error) {
    if (!isSeatLedgerError(error, "LedgerBusy")) throw error;
    return await opened();
  }
}
