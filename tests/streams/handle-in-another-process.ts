// Subscribes durably to the file on the command line. What it handled is a line in the outbox file. At the position on the
// command line it dies, after it has handled the event and before it could write that down.

import { appendFileSync } from "node:fs";
import { openLedger } from "seat-ledger";

const [, , file = "", outbox = "", deadly = ""] = process.argv;
const ledger = await openLedger({ file, durability: "normal" });
await ledger.subscribe({
  name: "mirror",
  handler({ position }) {
    appendFileSync(outbox, `${process.pid} ${position}\n`);
    if (position === Number(deadly)) process.kill(process.pid, "SIGKILL");
  },
});
