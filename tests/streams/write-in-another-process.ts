// Writes to the file on the command line, until its input ends: resizes one pool, and assigns and revokes seats in both.

import { openLedger } from "seat-ledger";
import { otherPool, pool } from "./stage.ts";

const [, , file = "", name = ""] = process.argv;
const ledger = await openLedger({ file, durability: "normal" });
let isOver = false;
process.stdin.on("end", () => {
  isOver = true;
});
process.stdin.resume();
console.log("writing");

for (let turn = 0; !isOver; turn += 1) {
  const [one] = await Promise.all([
    ledger.assignSeat({ ...pool, email: `${name}-${turn}@example.com` }),
    ledger.resizePool({ ...otherPool, seats: 200 + (turn % 10) }),
  ]);
  if (turn % 2 === 0) await ledger.revokeSeat({ seatId: one.seat.id });
  if (turn % 5 === 4) {
    const { seats } = await ledger.listSeats(pool);
    const mine = seats.filter(({ email }) => email?.startsWith(name));
    await Promise.all(mine.map(({ id }) => ledger.revokeSeat({ seatId: id })));
  }
}
await ledger.close();
