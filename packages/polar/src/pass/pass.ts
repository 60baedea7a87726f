// What the parts of one pass share, and how a failure of one pool is kept from the others.

import type { Fact, Recorded } from "seat-ledger";
import type { Answer, PolarClient } from "../client/polar-client.ts";
import { messageOf, stopsThePass } from "../failures.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { Tally } from "../report/tally.ts";
import type { ShownPool } from "../translate/facts.ts";
import type { PassProgress } from "./pass-progress.ts";
import type { PoolNotes } from "./pool-notes.ts";

/** The part of the ledger that a replay uses; `ledger.forOrganization(...)` has it too. */
export type ReplayLedger = InboxLedger;

/**
 * How far a pass is. `total` is null while it is not known. In `turn` it waits for a pass of another process over the same
 * ledger; in `history` a sync reads on, after a pass, what that left unread: `done` are the entries.
 */
export interface ReplayProgress {
  readonly phase: "turn" | "organizations" | "subscriptions" | "orders" | "seats" | "history";
  readonly done: number;
  readonly total: number | null;
}

/** A subscription or an order that has no seats as a rule, as it was shown. */
export interface Unopened {
  readonly kind: "subscription" | "order";
  readonly subject: string;
  readonly answer: Answer;
  readonly shown: ShownPool;
}

export interface Pass {
  /** The one organization that is replayed; null: all that Polar shows. */
  readonly organizationId: string | null;
  readonly ledger: ReplayLedger;
  readonly client: PolarClient;
  readonly tally: Tally;
  readonly progress: PassProgress;
  readonly pools: PoolNotes;
  /** What this pass found and did not open, by id. One that goes on after a stop has those of its own part only. */
  readonly unopened: Map<string, Unopened>;
  readonly signal: AbortSignal;
  /** Ends the pass with this reason, requests under way included. */
  readonly stop: (reason: unknown) => void;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/** Which kept observation facts come from, and when it was made. */
export interface ShownBy {
  readonly originId: string;
  readonly observedAt: Date;
}

export async function record({ ledger, tally }: Pass, facts: readonly Fact[], shownBy: ShownBy): Promise<Recorded> {
  const { originId, observedAt } = shownBy;
  const recorded = await ledger.record(facts, { origin: "listing", originId, observedAt });
  tally.recorded(recorded);
  return recorded;
}

/** Does the work for one pool, or for something that is none; what fails there is told in the report, and the pass goes on. */
export async function attempt(pass: Pass, ref: PoolRef | null, work: () => Promise<void>): Promise<void> {
  const { tally, signal } = pass;
  signal.throwIfAborted();
  try {
    await work();
  } catch (error) {
    signal.throwIfAborted();
    if (stopsThePass(error)) {
      pass.stop(error);
      throw error;
    }
    tally.failed(ref, messageOf(error));
  }
}
