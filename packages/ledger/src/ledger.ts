// openLedger: options in, rooms wired together, the object with a lifetime out.

import { checkedOptions, type FilePlace, type LedgerOptions, type StorePlace } from "./ledger-options.ts";
import { SeatLedger } from "./seat-ledger.ts";
import { secretOf } from "./store/sqlite/secret-file.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { createCommitSignal } from "./stream/committed-events.ts";
import { createTokens } from "./tokens/tokens.ts";

/**
 * Opens a ledger in an SQLite file, or makes it, or opens one on another engine's store.
 *
 * Throws `InvalidRequest` for an option that is wrong or unknown, and the store's own troubles: `NotALedger`,
 * `LedgerTooNew`, `LedgerReadOnly`, `LedgerCorrupt`, `LedgerBusy`. A file that cannot be written, or its folder, is opened
 * for reading as long as its format is today's: then every command is `LedgerReadOnly`.
 *
 * @example
 * await using ledger = await openLedger({ file: "seats.db" });
 */
export async function openLedger(options: LedgerOptions): Promise<SeatLedger> {
  const { place, clock, invitationTtl, lapsedInvitations } = checkedOptions(options);
  const { store, secret } = "store" in place ? place : await openFile(place);
  const commits = createCommitSignal(store);
  const engine = {
    store,
    tokens: createTokens(secret),
    clock,
    invitationTtlMs: invitationTtl,
    lapsedInvitations,
    committed: commits.notify,
  };
  return new SeatLedger(engine, commits, null);
}

async function openFile({ file, durability, secret }: FilePlace): Promise<StorePlace> {
  const store = await openSqliteStore({ file, durability });
  try {
    return { store, secret: secret ?? secretOf(file) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
