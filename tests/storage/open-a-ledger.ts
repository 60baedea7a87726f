// Opens the ledger on the command line, which may have to be made, and says so.

import { openLedger } from "seat-ledger";

const [, , file = ""] = process.argv;
await using ledger = await openLedger({ file });
const { pools } = await ledger.listPools();
console.log(`${pools.length} pools`);
