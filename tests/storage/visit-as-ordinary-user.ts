// Opens the ledger on the command line as an ordinary user and prints what it could read, which commands were refused, and
// what stands in a copy of it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    whole: await verified(ledger),
    rebuilt: await ledger.rebuild().catch(codeOf),
    copied: await listedInCopy(ledger).catch(codeOf),
  };
  await ledger.close();
  return answers;
}

/** Each thread would read a copy of its own in memory: none is started. */
async function verified(ledger: SeatLedger): Promise<boolean> {
  const { ok, threads } = await ledger.verify({ threads: 2 });
  return ok && threads === 0;
}

/** A copy can be made of what can only be read, and is a ledger like any other. */
async function listedInCopy(ledger: SeatLedger) {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-copy-"));
  try {
    await ledger.backup(join(folder, "copy.db"));
    await using copy = await openLedger({ file: join(folder, "copy.db") });
    await copy.assignSeat({ ...pool, email: "bob@example.com" });
    return (await copy.listSeats(pool)).seats.map(({ email }) => email);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function codeOf(error: unknown): string {
  if (!isSeatLedgerError(error)) throw error;
  return error.code;
}
