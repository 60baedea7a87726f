// Assigns seats in the ledger on the command line while the system refuses to let its files grow: the disk fails in the
// middle of a commit. Prints what each command was told, and then goes on with a disk that works.

import { execFileSync } from "node:child_process";
import { isSeatLedgerError, openLedger } from "seat-ledger";
import { pool } from "./ledger-file.ts";

const [, , file = ""] = process.argv;

/** Room for the log's index; the log itself is larger already. */
const tooSmall = "40960";

/** Beyond this size a write is refused by the system (EFBIG), which SQLite takes for a disk that fails. */
function limitFiles(bytes: string): void {
  execFileSync("prlimit", [`--pid=${process.pid}`, `--fsize=${bytes}:unlimited`]);
}

const ledger = await openLedger({ file });

async function assign(name: string): Promise<string> {
  try {
    await ledger.assignSeat({ ...pool, email: `${name}@example.com` }, { idempotencyKey: name });
    return "answered";
  } catch (error) {
    if (!isSeatLedgerError(error)) throw error;
    return error.code;
  }
}

const assignAll = (names: readonly string[]) => Promise.all(names.map(assign));
const working = await assignAll(["ada", "bob"]);
limitFiles(tooSmall);
const failing = await assignAll(["cyd", "dan"]);
const read = (await ledger.listSeats(pool)).seats.length;
limitFiles("unlimited");
const again = await assignAll(["cyd", "dan", "eve"]);
console.log(JSON.stringify({ working, failing, read, again }));
await ledger.close();
