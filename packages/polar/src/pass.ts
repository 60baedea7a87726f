// What the parts of one pass share, and how a failure of one pool is kept from the others.

import type { Fact, Recorded, SeatLedger } from "seat-ledger";
import type { PolarClient } from "./client/polar-client.ts";
import { messageOf, stopsThePass } from "./failures.ts";
import type { PoolRef } from "./pool-ref.ts";
import type { Tally } from "./report.ts";

/** The part of the ledger that a replay uses; `ledger.forOrganization(...)` has it too. */
export type ReplayLedger = Pick<SeatLedger, "record" | "getPool">;

/** How far a pass is. `total` is null while it is not known. */
export interface ReplayProgress {
  readonly phase: "organizations" | "subscriptions" | "orders" | "seats";
  readonly done: number;
  readonly total: number | null;
}

export interface Pass {
  readonly ledger: ReplayLedger;
  readonly client: PolarClient;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/** Records facts that one answer showed. `request` names it: the same request of a later pass has the same name. */
export async function record(
  { ledger, tally }: Pass,
  facts: readonly Fact[],
  { ref, request, observedAt }: { readonly ref: PoolRef | null; readonly request: string; readonly observedAt: Date },
): Promise<Recorded> {
  const recorded = await ledger.record(facts, { origin: "listing", originId: request, observedAt });
  tally.recorded(recorded, ref);
  return recorded;
}

/** Does the work for one pool, or for something that is none; what fails there is told in the report, and the pass goes on. */
export async function attempt({ tally, signal }: Pass, ref: PoolRef | null, work: () => Promise<void>): Promise<void> {
  signal.throwIfAborted();
  try {
    await work();
  } catch (error) {
    signal.throwIfAborted();
    if (stopsThePass(error)) throw error;
    tally.failed(ref, messageOf(error));
  }
}

export function requestOf({ subscriptionId, orderId }: PoolRef): string {
  return subscriptionId === null ? `orders/${orderId}` : `subscriptions/${subscriptionId}`;
}
