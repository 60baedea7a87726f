// The committed events after a position, as a list. The stream itself never ends: it says when it has caught up.

import type { LedgerEvent, SeatLedger } from "seat-ledger";

export async function eventsAfter(ledger: Pick<SeatLedger, "events">, after: number): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  const events: LedgerEvent[] = [];
  const listening = ledger.events({ after, signal: stop.signal, onCaughtUp: () => stop.abort() });
  for await (const event of listening) events.push(event);
  return events;
}
