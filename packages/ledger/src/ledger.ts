// openLedger: options in, rooms wired together, the object with a lifetime out.

import { checkedOptions, type LedgerOptions } from "./ledger-options.ts";
import { SeatLedger } from "./seat-ledger.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { createCommitSignal } from "./stream/committed-events.ts";
import { createTokens } from "./tokens/tokens.ts";

/**
 * Opens a ledger in an SQLite file, or makes it.
 *
 * Throws `InvalidRequest` for an option that is wrong or unknown, and the store's own troubles: `NotALedger`,
 * `LedgerTooNew`, `LedgerReadOnly`, `LedgerCorrupt`, `LedgerBusy`.
 *
 * @example
 * await using ledger = await openLedger({ file: "seats.db" });
 */
export async function openLedger(options: LedgerOptions): Promise<SeatLedger> {
  const { file, durability, secret, clock, invitationTtl, lapsedInvitations } = checkedOptions(options);
  const store = await openSqliteStore({ file, durability }, secret);
  const commits = createCommitSignal(store);
  const engine = {
    store,
    tokens: createTokens(store.secret),
    clock,
    invitationTtlMs: invitationTtl,
    lapsedInvitations,
    committed: commits.notify,
  };
  return new SeatLedger(engine, commits, null);
}
