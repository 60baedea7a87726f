// What the ledger can do with a whole log, called as its users call it.

import type { SeatLedger } from "seat-ledger";

/** Told now and then, while it runs. */
export type OnWay = (events: number) => void;

/** Reads every event by `events()`. */
export async function readEvents(ledger: SeatLedger, events: number, onWay?: OnWay): Promise<void> {
  let read = 0;
  for await (const { position } of ledger.events()) {
    read += 1;
    onWay?.(read);
    if (position === events) return;
  }
}

/** Reads every entry by `export()`. */
export async function exportAll(ledger: SeatLedger, _events: number, onWay?: OnWay): Promise<void> {
  let read = 0;
  for await (const _ of ledger.export()) {
    read += 1;
    onWay?.(read);
  }
}

export async function rebuild(ledger: SeatLedger, _events: number, onWay?: OnWay): Promise<void> {
  await ledger.rebuild({ onProgress: ({ done }) => onWay?.(done) });
}

export async function verify(
  ledger: SeatLedger,
  _events: number,
  onWay?: OnWay,
  options: { readonly threads?: number } = {},
): Promise<void> {
  const { ok, problems } = await ledger.verify({ ...options, onProgress: ({ done }) => onWay?.(done) });
  if (!ok) throw new Error(`the log that was made has ${problems.length} problems`);
}
