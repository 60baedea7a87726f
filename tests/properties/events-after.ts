// The committed events after a position, as a list. The stream itself never ends; with SQLite it has told all there is
// once the event loop comes round, because nothing in between waits for anything.

import type { LedgerEvent, SeatLedger } from "seat-ledger";

export async function eventsAfter(ledger: Pick<SeatLedger, "events">, after: number): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  const events: LedgerEvent[] = [];
  for await (const event of ledger.events({ after, signal: stop.signal })) events.push(event);
  return events;
}
