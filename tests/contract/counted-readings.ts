// A ledger in memory whose readings are counted. It asserts nothing.

import { openLedger, type SeatLedger } from "seat-ledger";
import { openSqliteStore, type Store } from "seat-ledger/store";

export interface CountedLedger {
  readonly ledger: SeatLedger;
  /** How many readings its store has done. */
  readings(): number;
}

export async function openCountedLedger(): Promise<CountedLedger> {
  const sqlite = await openSqliteStore({ file: ":memory:", durability: "normal" });
  let readings = 0;
  const store: Store = {
    ...sqlite,
    read(reads) {
      readings += 1;
      return sqlite.read(reads);
    },
  };
  return { ledger: await openLedger({ store, secret: "s".repeat(32) }), readings: () => readings };
}
