// The ledger of one story: in memory, with a clock that its events move, and a way to tell past events into it.

import type { Engine } from "../command-transaction.ts";
import { PoolMemory } from "../commands/shared/pool-memory.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { KnownLists } from "../known-lists.ts";
import { openLedger } from "../ledger.ts";
import { checkedOptions, type LedgerOptions } from "../ledger-options.ts";
import type { SeatLedger } from "../seat-ledger.ts";
import { readAfter } from "../store/log-queries.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { createTokens } from "../tokens/tokens.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";
import { tellPast } from "./past.ts";
import type { StoryEvent, TimePassed } from "./story-events.ts";

/** Where a story is told. */
export interface Stage extends AsyncDisposable {
  readonly ledger: SeatLedger;
  readonly clock: ManualClock;
  readonly engine: Engine;
  tell(event: StoryEvent | TimePassed): Promise<void>;
  /** The events after a position, all of them. */
  events(after: number): Promise<readonly RecordedEvent[]>;
}

// Of tests alone: what it derives opens nothing outside of them.
const secret = new TextEncoder().encode("the secret of every story, 32 bytes");

/** Opens the ledger of a story. The past and the commands share its store and its secret. */
export async function openStage(chosen: Pick<LedgerOptions, "lapsedInvitations" | "invitationTtl">): Promise<Stage> {
  const clock = manualClock();
  const store = await openSqliteStore({ file: ":memory:", durability: "normal" });
  const options = { ...chosen, store, secret, clock: clock.now };
  const { invitationTtl: invitationTtlMs, lapsedInvitations } = checkedOptions(options);
  const ledger = await openLedger(options);
  const tokens = createTokens([secret]);
  // Nobody listens to a ledger whose story has not begun: there is nobody to tell of a commit.
  const engine = {
    store,
    tokens,
    clock: clock.now,
    invitationTtlMs,
    lapsedInvitations,
    memory: new PoolMemory(),
    lists: new KnownLists(),
    committed: () => {},
  };
  return {
    ledger,
    clock,
    engine,
    tell: async (event) => (event.type === "TimePassed" ? clock.advance(event.by) : tellPast(engine, event)),
    events: (after) => store.read(() => readAfter(after, Number.MAX_SAFE_INTEGER)),
    [Symbol.asyncDispose]: () => ledger.close(),
  };
}
