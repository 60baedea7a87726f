// Assigns seats in the file on the command line, one after the other, and prints each e-mail once that is answered; ends when
// its input does.

import { openLedger } from "seat-ledger";

const [, , file = "", subscriptionId = ""] = process.argv;
await using ledger = await openLedger({ file, durability: "normal" });
let isTold = false;
process.stdin.on("end", () => {
  isTold = true;
});
process.stdin.resume();
for (let index = 0; !isTold; index += 1) {
  const email = `person-${index}@acme.example`;
  await ledger.assignSeat({ subscriptionId, email });
  process.stdout.write(`${email}\n`);
}
