// Walks the whole ledger, for `rebuild`, and finds every difference between the log and what was made from it: first the log in
// its own order, in few cells, then its streams one after the other with their views, then what is summed up. Each page is a
// moment of its own, and commands go on in between.

import { readTermsMark } from "../../store/upkeep-terms.ts";
import { EventCheck, type FlawOfRecord } from "./check-events.ts";
import { OrderCheck } from "./check-order.ts";
import { compareBrought } from "./compare-brought.ts";
import { compareTerms } from "./compare-terms.ts";
import { type Inspection, rising } from "./inspection.ts";
import { TermSums } from "./term-sums.ts";
import { isIndexed, walkOrder } from "./walk-order.ts";
import { allStreams, walkStreams } from "./walk-streams.ts";

/** Which part of the time the order of the log takes. */
export const shareOfOrder = 1 / 6;

/** Answers how many events the log holds, up to where it was checked. `flawOf` says what is wrong with who told an event and why. */
export async function inspect(given: Inspection, flawOf: FlawOfRecord): Promise<number> {
  const inspection = { ...given, onProgress: rising(given.onProgress) };
  let done = 0;
  const passed = (share: number) => (events: number, head: number) => {
    done += share * events;
    inspection.onProgress?.({ done: Math.min(Math.floor(done), head), total: head });
  };
  const mark = await inspection.store.read(readTermsMark);
  const terms = new TermSums(mark);
  const order = new OrderCheck(terms);
  await walkOrder(inspection, order, Number.POSITIVE_INFINITY, passed(shareOfOrder));
  if (!(await isIndexed(inspection, order))) return order.position;
  const events = new EventCheck(flawOf, order.position);
  await walkStreams(inspection, events, allStreams, passed(1 - shareOfOrder));
  await compareBrought(inspection, { order, events, found: null });
  await compareTerms(inspection, { mark, expected: terms.total(), found: null }, order.position);
  inspection.onProgress?.({ done: order.position, total: order.position });
  return order.position;
}
