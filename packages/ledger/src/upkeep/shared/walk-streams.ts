// Folds the streams of the ledger one after the other, some at a time, and lets their views be compared, so that it holds no
// more than these. The streams of one stretch are read at different moments: what was committed since is folded on top.

import type { Reads } from "../../store/port.ts";
import { type FoldRow, readByStreams, readMisnumbered, readNews, type StreamPlace } from "../../store/upkeep-log.ts";
import type { Stretch } from "../../store/upkeep-queries.ts";
import type { EventCheck } from "./check-events.ts";
import type { Difference } from "./difference.ts";
import { differencesOf } from "./differences.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import { Fold } from "./fold.ts";
import { type Inspection, pause } from "./inspection.ts";

/** A read of so many events takes a few milliseconds: so long does it keep commands waiting. */
const pageSize = 1_000;
/** How many rows of views are compared at once unless said otherwise, and how many personal rows. */
export const usualStretch = 400;
const largestPersonal = 1_200;

/** The streams that are compared together. */
interface Share {
  readonly fold: Fold;
  /** The number of the first one; of the very first share the lowest number that there is, for rows that are of no stream. */
  readonly from: number;
  /** Up to which position every one of them was read at least. */
  readonly upTo: number;
}

/** Every stream: of others the order of the log tells (check-order.ts). */
export const allStreams: Stretch = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** `onEvents` is told how many events were folded, page by page. */
export async function walkStreams(
  inspection: Inspection,
  check: EventCheck,
  { from, to }: Stretch,
  onEvents: (events: number, head: number) => void,
): Promise<void> {
  const largest = inspection.largestStretch ?? usualStretch;
  // No version is so small.
  let place: StreamPlace = { stream: from, version: Number.NEGATIVE_INFINITY };
  let share: Share | null = null;
  for (;;) {
    const after = place;
    const { rows, records, head } = await inspection.store.read(() => readByStreams(after, to, pageSize));
    share ??= { fold: new Fold(), from: place.stream, upTo: head };
    for (const row of rows) {
      if (row.stream !== place.stream && isFull(share.fold, largest)) {
        await compare(inspection, share, row.stream, check);
        share = { fold: new Fold(), from: row.stream, upTo: head };
      }
      const wrong = share.fold.apply(row, check.take(row, records));
      if (wrong) await tellFlaw(inspection, row, wrong, check);
      place = row;
    }
    await inspection.tell(check.found());
    onEvents(rows.length, head);
    if (rows.length < pageSize) break;
    await pause(inspection);
  }
  await compare(inspection, share, to, check);
}

function isFull({ size, personalRows }: Fold, largest: number): boolean {
  return size > largest || personalRows > largestPersonal;
}

/** An event cannot follow those before it. */
async function tellFlaw({ store }: Inspection, row: FoldRow, wrong: Flaw, check: EventCheck): Promise<void> {
  if (wrong.field !== "version") return check.flawed(row, wrong);
  // Streams are read in the order of their versions: which event has the wrong one, says the order of the log.
  const event = (await store.read(() => readMisnumbered(row.stream))) ?? row;
  const expected = "number" in event ? flaw("version", String(event.number)) : wrong;
  check.flawed(event, expected);
}

async function compare(
  inspection: Inspection,
  { fold, from, upTo }: Share,
  to: number,
  check: EventCheck,
): Promise<void> {
  const stretch = { from, to };
  await inspection.settle(() => stretchDifferences(check, fold, stretch, upTo));
  // What the comparison folded on top of it is looked at as well.
  const { rows, records } = await inspection.store.read(() => readNews(upTo, stretch));
  for (const row of newTo(fold, rows)) {
    const wrong = fold.apply(row, check.take(row, records));
    if (wrong) await tellFlaw(inspection, row, wrong, check);
  }
  await inspection.tell(check.found());
  await pause(inspection);
}

/** On top of the fold, for a transaction may see what is undone with it. */
function* stretchDifferences(
  check: EventCheck,
  below: Fold,
  stretch: Stretch,
  after: number,
): Reads<readonly Difference[]> {
  const { rows, records } = yield* readNews(after, stretch);
  const news = newTo(below, rows);
  if (news.length === 0) return yield* differencesOf(below, below.streams(), stretch);
  const fold = new Fold(below);
  for (const row of news) fold.apply(row, check.peek(row, records));
  return yield* differencesOf(fold, [...new Set([...below.streams(), ...fold.streams()])], stretch);
}

/** The events that were not there when their stream was read. */
function newTo(fold: Fold, rows: readonly FoldRow[]): readonly FoldRow[] {
  return rows.filter(({ stream, version }) => version > (fold.get(stream)?.version ?? 0));
}
