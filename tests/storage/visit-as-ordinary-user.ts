// Opens the ledger on the command line as an ordinary user and prints what it could read and which commands were refused.

import { isSeatLedgerError, openLedger, type SeatLedger } from "seat-ledger";
import { pool } from "./ledger-file.ts";
import { becomeOrdinary } from "./ordinary-user.ts";

const [, , file = ""] = process.argv;
await becomeOrdinary();
console.log(JSON.stringify(await openLedger({ file }).then(visit, (error) => ({ opening: codeOf(error) }))));

async function visit(ledger: SeatLedger) {
  const listed = await ledger.listSeats(pool);
  const [seat] = listed.seats;
  const { entries } = await ledger.history({ seatId: seat?.id ?? "" });
  const first = await ledger.events().next();
  const answers = {
    listed,
    entries: entries.length,
    first: first.value?.position,
    assigned: await ledger.assignSeat({ ...pool, email: "bob@example.com" }).catch(codeOf),
    // A command that would be refused anyway is no exception: nothing was decided.
    refusal: await ledger.assignSeat({ ...pool, email: "ada@example.com" }).catch(codeOf),
    whole: (await ledger.verify()).ok,
    rebuilt: await ledger.rebuild().catch(codeOf),
  };
  await ledger.close();
  return answers;
}

function codeOf(error: unknown): string {
  if (!isSeatLedgerError(error)) throw error;
  return error.code;
}
