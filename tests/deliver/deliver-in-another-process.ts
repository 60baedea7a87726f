// Opens the file on the command line with `deliver` and invites whom the command line names. A mail is a line in the
// mailbox file. How it goes on from there is said by the third argument; it lives until it is killed.

import { appendFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { openLedger } from "seat-ledger";
import { pool } from "../storage/ledger-file.ts";

const [, , file = "", mailbox = "", fate, ...emails] = process.argv;

const ledger = await openLedger({
  file,
  async deliver({ seat }) {
    if (fate === "dies-before-the-mail") await setTimeout(60_000);
    appendFileSync(mailbox, `${process.pid} ${seat.email}\n`);
    if (fate === "dies-after-the-mail") process.kill(process.pid, "SIGKILL");
  },
});
for (const email of emails) await ledger.assignSeat({ ...pool, email });
if (fate === "dies-before-the-mail") process.kill(process.pid, "SIGKILL");
console.log("open");
