// Everything that a ledger tells of itself by its public names: its events, its pools and their seats, and the history of
// each seat with the people as they were then.

import type { HistoryEntry, LedgerEvent, Pool, SeatLedger, SeatsList } from "seat-ledger";

/** With which the golden files were written: their tokens are derived from it. */
export const goldenSecret = "golden secret of thirty-two bytes!";

export interface Told {
  readonly events: readonly LedgerEvent[];
  readonly pools: readonly { readonly pool: Pool; readonly list: SeatCounts }[];
  readonly histories: readonly (readonly Omit<HistoryEntry, "request">[])[];
}

/** What a list tells of the seats. Its version is the pool's, which is told beside it. */
type SeatCounts = Pick<SeatsList, "seats" | "availableSeats" | "totalSeats">;

export async function told(ledger: SeatLedger): Promise<Told> {
  const { pools } = await ledger.listPools({ limit: 1_000 });
  const listed = [];
  const histories = [];
  for (const pool of pools) {
    const { subscriptionId, orderId } = pool;
    const { seats, availableSeats, totalSeats } = await ledger.listSeats(
      subscriptionId ? { subscriptionId } : { orderId },
    );
    listed.push({ pool, list: { seats, availableSeats, totalSeats } });
    for (const { id } of seats) {
      const { entries } = await ledger.history({ seatId: id, limit: 1_000 });
      // The files beside the first formats were written before entries told it: format-files.test.ts looks at it by itself.
      histories.push(entries.map(({ request: _, ...entry }) => entry));
    }
  }
  return { events: await everyEvent(ledger), pools: listed, histories };
}

async function everyEvent(ledger: SeatLedger): Promise<readonly LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for await (const { event } of ledger.export()) events.push(event);
  return events;
}
