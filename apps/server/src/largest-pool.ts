// Which of the replayed pools the printed commands show: the one with the most people in it.

import type { Pool, SeatLedger } from "seat-ledger";

export async function largestPool(ledger: SeatLedger, organizationId: string): Promise<Pool | null> {
  const { pools } = await ledger.listPools({ organizationId });
  const replayed = pools.filter(({ authority }) => authority === "polar");
  return replayed.toSorted((one, other) => live(other) - live(one))[0] ?? null;
}

function live(pool: Pool): number {
  return pool.pending + pool.claimed;
}
