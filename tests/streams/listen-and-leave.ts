// Listens to every stream, stops listening, and does not close the ledger: the process has to end all the same.

import { ledgerWithPools, pool } from "./stage.ts";

const ledger = await ledgerWithPools();
let events = 0;
let lists = 0;
const listening = [
  ledger.events$().subscribe(() => {
    events += 1;
  }),
  ledger.seats$(pool).subscribe(() => {
    lists += 1;
  }),
];
await new Promise((resolve) => setTimeout(resolve, 120));
for (const subscription of listening) subscription.unsubscribe();
console.log(`heard ${events} events and ${lists} list`);
