// What a ledger answers and tells, for whoever looks for a name in it.

import type { SeatLedger } from "seat-ledger";
import { eventsAfter } from "./setting.ts";

interface Told {
  readonly ledger: SeatLedger;
}

/** Every answer that could name somebody, as text. */
export async function everyAnswer({ ledger }: Told): Promise<string> {
  const { pools } = await ledger.listPools({ limit: 1_000 });
  const told: unknown[] = [pools];
  for (const { subscriptionId, orderId } of pools) {
    const list = await ledger.listSeats({ subscriptionId, orderId });
    told.push(list);
    for (const { id } of list.seats)
      told.push(await ledger.history({ seatId: id }), await ledger.getSeat({ seatId: id }));
  }
  told.push(await eventsAfter(ledger, 0));
  return JSON.stringify(told).toLowerCase();
}

/** Type, cause and person of each event after a position. */
export async function toldSince({ ledger }: Told, after: number) {
  return (await eventsAfter(ledger, after)).map(({ type, cause, personId }) => [type, cause, personId]);
}
