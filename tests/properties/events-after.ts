// The committed events after a position, as a list. The stream itself never ends; it has told all there is once the store
// has answered everything.

import type { LedgerEvent, SeatLedger } from "seat-ledger";

interface Source {
  readonly ledger: Pick<SeatLedger, "events">;
  /** Resolves when the store has answered all that it was asked. */
  readonly idle: () => Promise<void>;
}

export async function eventsAfter({ ledger, idle }: Source, after: number): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  void idle().then(() => stop.abort());
  const events: LedgerEvent[] = [];
  for await (const event of ledger.events({ after, signal: stop.signal })) events.push(event);
  return events;
}
