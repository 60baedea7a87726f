// Gives commands without end, one caller for each pool, and writes down each answer as soon as it has it: the pool and the
// version that the answer showed. It never ends by itself.

import { writeSync } from "node:fs";
import { openLedger } from "seat-ledger";
import { pools } from "./scene.ts";

const [, , file = ""] = process.argv;
const ledger = await openLedger({ file });

await Promise.all(
  pools.map(async (pool, index) => {
    for (;;) {
      const { seat } = await ledger.assignSeat({ ...pool, email: `person-${index}@example.com` });
      writeSync(1, `${pool.subscriptionId} ${seat.version}\n`);
      const revoked = await ledger.revokeSeat({ seatId: seat.id });
      writeSync(1, `${pool.subscriptionId} ${revoked.version}\n`);
    }
  }),
);
