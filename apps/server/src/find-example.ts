// What the printed commands show of the replayed pools: the one with the seat that has been handed on most often.

import type { Pool, SeatLedger } from "seat-ledger";

export interface Example {
  readonly pool: Pick<Pool, "subscriptionId" | "orderId">;
  readonly seatId: string;
}

export async function findExample(ledger: SeatLedger, organizationId: string): Promise<Example | null> {
  const { pools } = await ledger.listPools({ organizationId });
  let best: (Example & { readonly occupancy: number }) | null = null;
  for (const pool of pools.filter(({ authority }) => authority === "polar")) {
    const { subscriptionId, orderId } = pool;
    const ref = subscriptionId === null ? { orderId } : { subscriptionId };
    const { seats } = await ledger.listSeats(ref);
    for (const seat of seats) {
      if (best && seat.occupancy <= best.occupancy) continue;
      best = { pool: { subscriptionId, orderId }, seatId: seat.id, occupancy: seat.occupancy };
    }
  }
  return best;
}
