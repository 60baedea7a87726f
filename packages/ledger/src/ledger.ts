// openLedger: options in, rooms wired together, the object with a lifetime out.

import type { Engine } from "./command-transaction.ts";
import { PoolMemory } from "./commands/shared/pool-memory.ts";
import { type Deliver, deliverInvitation, isInvitation } from "./deliveries/deliver-invitation.ts";
import { errors } from "./errors.ts";
import { KnownLists } from "./known-lists.ts";
import { checkedOptions, type FilePlace, type LedgerOptions, type StorePlace } from "./ledger-options.ts";
import { forgiving } from "./logger.ts";
import { SeatLedger } from "./seat-ledger.ts";
import { isCutToNothing, secretsOf } from "./store/sqlite/secret-file.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { everyEvent } from "./stream/event-scope.ts";
import type { Subscription } from "./stream/handling.ts";
import { createStreams, type Streams } from "./stream/streams.ts";
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
  const { place, clock, logger, invitationTtl, lapsedInvitations, deliver } = checkedOptions(options);
  const { store, secrets } = "store" in place ? place : await openFile(place);
  try {
    const streams = createStreams(store, forgiving(logger));
    const engine = {
      store,
      tokens: createTokens(secrets),
      clock,
      invitationTtlMs: invitationTtl,
      lapsedInvitations,
      memory: new PoolMemory(),
      lists: new KnownLists(),
      committed: streams.commits.committed,
    };
    if (deliver) await startDelivering(streams, engine, deliver);
    return new SeatLedger(engine, streams, null);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Starts at the head: who was invited before anybody delivered was told by other means. */
async function startDelivering({ subscriptions }: Streams, engine: Engine, deliver: Deliver): Promise<void> {
  const name = "deliver";
  const subscription: Subscription = {
    name,
    after: null,
    scope: everyEvent,
    wants: isInvitation,
    handle: (event) => deliverInvitation(engine, deliver, event),
    tries: 3,
    givenUp: "set-aside",
    onCaughtUp: null,
  };
  await subscriptions.start(subscription, name, null);
}

async function openFile({ file, durability, secrets }: FilePlace): Promise<StorePlace> {
  if (isCutToNothing(file)) throw new errors.LedgerCorrupt({ file });
  const store = await openSqliteStore({ file, durability });
  try {
    return { store, secrets: secrets ?? secretsOf(file) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
