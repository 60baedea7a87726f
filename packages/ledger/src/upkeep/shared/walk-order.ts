// Walks the log in its own order, in few cells of each event.

import { readIndexed, readOrder } from "../../store/upkeep-log.ts";
import type { OrderCheck } from "./check-order.ts";
import { type Inspection, pause } from "./inspection.ts";

/** Some milliseconds' worth. */
const pageSize = 2_000;

/** Up to a position, or to the end. `onEvents` is told how many events it has passed, page by page. */
export async function walkOrder(
  inspection: Inspection,
  check: OrderCheck,
  upTo: number,
  onEvents: (events: number, head: number) => void,
): Promise<void> {
  for (;;) {
    const { rows, head } = await inspection.store.read(() => readOrder(check.position, pageSize));
    const known = (rows.at(-1)?.[0] ?? 0) <= upTo ? rows : rows.filter((row) => row[0] <= upTo);
    for (const row of known) check.next(row);
    await inspection.tell(check.found());
    onEvents(known.length, head);
    if (known.length < pageSize) return;
    await pause(inspection);
  }
}

/** Streams are read by an index: where it does not lead to every event, nothing can be said of any view. */
export async function isIndexed({ store, tell }: Inspection, { position, state }: OrderCheck): Promise<boolean> {
  // After a position that no number holds comes nothing any more, and what is counted up to it would be rounded.
  const upTo = Number.isSafeInteger(position) ? position : Number.POSITIVE_INFINITY;
  const events = await store.read(() => readIndexed(upTo));
  if (events >= state.events) return true;
  const expected = `${state.events} events in the index of streams and versions`;
  await tell([{ table: "events", stream: null, version: null, field: null, expected, found: `${events}`, mends: [] }]);
  return false;
}
