// Walks the whole ledger and finds every difference between the log and what was made from it: first the log in its own order,
// in few cells, then its streams one after the other with their views, then what is summed up. Each page is a moment of its
// own, and commands go on in between.

import { readIndexed, readOrder } from "../../store/upkeep-log.ts";
import { readTermsMark } from "../../store/upkeep-terms.ts";
import { RowSums } from "./brought-rows.ts";
import { type FlawOfRecord, LogCheck } from "./check-log.ts";
import { compareBrought } from "./compare-brought.ts";
import { compareTerms, TermSums } from "./compare-terms.ts";
import { type Inspection, pause, rising } from "./inspection.ts";
import { walkStreams } from "./walk-streams.ts";

/** Some milliseconds' worth. */
const pageSize = 2_000;
/** Which part of the time the order of the log takes. */
const shareOfOrder = 1 / 6;

/** Answers how many events the log holds, up to where it was checked. `flawOf` says what is wrong with who told an event and why. */
export async function inspect(given: Inspection, flawOf: FlawOfRecord): Promise<number> {
  const inspection = { ...given, onProgress: rising(given.onProgress) };
  const sums = { invitations: new RowSums(), sessions: new RowSums(), forgotten: new RowSums() };
  const mark = await inspection.store.read(readTermsMark);
  const check = new LogCheck(flawOf, sums, new TermSums(mark));
  await walkInOrder(inspection, check);
  if (!(await isIndexed(inspection, check))) return check.position;
  await walkStreams(inspection, check, (folded, head) => {
    const done = shareOfOrder * check.position + (1 - shareOfOrder) * folded;
    inspection.onProgress?.({ done: Math.min(Math.floor(done), head), total: head });
  });
  await compareBrought(inspection, check);
  await compareTerms(inspection, check.terms, check.position);
  inspection.onProgress?.({ done: check.position, total: check.position });
  return check.position;
}

/** Streams are read by an index: where it does not lead to every event, nothing can be said of any view. */
async function isIndexed({ store, tell }: Inspection, check: LogCheck): Promise<boolean> {
  // After a position that no number holds comes nothing any more, and what is counted up to it would be rounded.
  const upTo = Number.isSafeInteger(check.position) ? check.position : Number.POSITIVE_INFINITY;
  const events = await store.read(() => readIndexed(upTo));
  if (events >= check.events) return true;
  const expected = `${check.events} events in the index of streams and versions`;
  await tell([{ table: "events", stream: null, version: null, field: null, expected, found: `${events}`, mends: [] }]);
  return false;
}

async function walkInOrder(inspection: Inspection, check: LogCheck): Promise<void> {
  for (;;) {
    const { rows, head } = await inspection.store.read(() => readOrder(check.position, pageSize));
    for (const row of rows) check.order(row);
    await inspection.tell(check.found());
    inspection.onProgress?.({ done: Math.floor(shareOfOrder * check.position), total: head });
    if (rows.length < pageSize) return;
    await pause(inspection);
  }
}
