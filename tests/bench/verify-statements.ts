// What a verification asks of SQLite, asked once more with nothing around it: no event is read, nothing folded or compared. No
// code around these statements could undercut it.

import Database from "better-sqlite3";
import { openLedger } from "seat-ledger";
import { ask, noting, readied } from "./noted-statements.ts";

/** Answers how to ask everything once more, and how to end. */
export async function statementsOfVerify(
  file: string,
): Promise<{ readonly ask: () => void; readonly close: () => void }> {
  const ledger = await openLedger({ file, durability: "normal" });
  // In this thread: what others ask cannot be noted.
  const asked = await noting(() => ledger.verify({ threads: 0 }));
  await ledger.close();
  const database = new Database(file, { readonly: true });
  const all = readied(database, asked);
  return {
    ask: () => {
      for (const ready of all) ask(ready);
    },
    close: () => {
      database.close();
    },
  };
}
