// Assigns a seat in the file and to the e-mail that stand on the command line, and prints its id or the refusal's code.

import { isSeatLedgerError, openLedger } from "seat-ledger";
import { pool } from "./ledger-file.ts";

const [, , file = "", email = ""] = process.argv;
await using ledger = await openLedger({ file });
try {
  const { seat } = await ledger.assignSeat({ ...pool, email });
  console.log(seat.id);
} catch (error) {
  if (!isSeatLedgerError(error)) throw error;
  console.log(error.code);
}
