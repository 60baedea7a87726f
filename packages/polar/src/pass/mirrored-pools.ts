// The pools of the ledger that this pass is about: those that mirror Polar, of the organizations that it replays.

import { isSeatLedgerError, type Pool } from "seat-ledger";
import type { Pass } from "./pass.ts";

const limit = 1_000;

export async function* mirroredPools(pass: Pass): AsyncGenerator<Pool> {
  for (const [organizationId, isReplayed] of pass.progress.organizations) {
    if (isReplayed) yield* poolsOf(pass, organizationId);
  }
}

/** Those of the organizations that Polar shows and that are not replayed: they failed, or don't sell seats any more. */
export async function* poolsPassedOver(pass: Pass): AsyncGenerator<Pool> {
  for (const [organizationId, isReplayed] of pass.progress.organizations) {
    if (isReplayed) continue;
    try {
      yield* poolsOf(pass, organizationId);
    } catch (error) {
      // What was never taken in has no pools here.
      if (!isSeatLedgerError(error, "OrganizationNotFound")) throw error;
    }
  }
}

async function* poolsOf({ ledger }: Pass, organizationId: string): AsyncGenerator<Pool> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ledger.listPools>> = await ledger.listPools({
      organizationId,
      limit,
      cursor,
    });
    yield* page.pools.filter(({ authority }) => authority === "polar");
    cursor = page.next;
  } while (cursor !== null);
}

/** Whether the list in which it would stand was read to its end without a pool that should be there. */
export function isAbsent({ pools, progress }: Pass, pool: Pool): boolean {
  if (!progress.isWhole(pool.subscriptionId === null ? "orders" : "subscriptions")) return false;
  if (pools.of(pool)?.shownIn === progress.id) return false;
  // It may be newer than the page on which it would stand.
  if (pool.openedAt >= progress.begunAt) return false;
  return pool.status !== "closed" || pool.pending + pool.claimed > 0;
}
