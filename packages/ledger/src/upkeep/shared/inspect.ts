// Walks the whole ledger and finds every difference between the log and what was made from it. The log is read in its order,
// page by page, into folds of a share of the streams; then their views are compared, stretch by stretch. Each page and each
// stretch is a moment of its own: commands go on in between, and a stretch is compared with the log as it stands then.

import type { ProposedEvent } from "../../domain/events.ts";
import type { Reads } from "../../store/port.ts";
import { type LogRow, readLog, type Stretch } from "../../store/upkeep-queries.ts";
import { readTermsMark } from "../../store/upkeep-terms.ts";
import { RowSums } from "./brought-rows.ts";
import { LogCheck } from "./check-log.ts";
import { compareBrought } from "./compare-brought.ts";
import { compareTerms, TermSums } from "./compare-terms.ts";
import type { Difference } from "./difference.ts";
import { differencesOf } from "./differences.ts";
import { Fold, sizeOf } from "./fold.ts";
import { type Inspection, pause, rising } from "./inspection.ts";
import { readEvent } from "./read-event.ts";

/** A read of so many events takes a few milliseconds: no longer does it keep commands waiting. */
const pageSize = 1_000;
/** Where most events are of other streams, more of them are passed over in the same time. */
const sparsePageSize = 4_000;
/** How many rows of views a fold holds, unless said otherwise: some twenty-five megabytes. */
export const usualFold = 25_000;
/** How many rows of views are compared at once, and how many personal rows. */
const largestStretch = 400;
const largestPersonal = 1_200;

const everything: Stretch = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** Answers how many events the log holds, up to where it was checked. */
export async function inspect(given: Inspection): Promise<number> {
  const inspection = { ...given, onProgress: rising(given.onProgress) };
  const sums = { invitations: new RowSums(), sessions: new RowSums(), forgotten: new RowSums() };
  const mark = await inspection.store.read(readTermsMark);
  const check = new LogCheck(sums, new TermSums(mark));
  let settled = 0;
  let share = everything;
  while (share.from < share.to) {
    const folded = await foldShare(inspection, share, check, settled);
    await compareShare(inspection, folded, check);
    settled += folded.fold.events;
    share = { from: folded.stretch.to, to: everything.to };
  }
  await compareBrought(inspection, check);
  await compareTerms(inspection, check.terms, check.position);
  inspection.onProgress?.({ done: check.position, total: check.position });
  return check.position;
}

interface Share {
  readonly fold: Fold;
  readonly stretch: Stretch;
  /** Up to which position it is folded. */
  readonly upTo: number;
}

/** Folds as many of the streams as a fold may hold. The first walk reads all of the log, and checks it. */
async function foldShare(
  inspection: Inspection,
  { from, to: end }: Stretch,
  check: LogCheck,
  settled: number,
): Promise<Share> {
  const fold = new Fold();
  const isFirst = from === everything.from;
  let [upTo, to, head] = [0, end, 0];
  do {
    const [size, stretch] = isFirst ? [pageSize, null] : [sparsePageSize, { from, to }];
    const piece = await inspection.store.read(() => readLog(upTo, size, stretch));
    for (const row of piece.rows) {
      const event = isFirst ? check.take(row) : check.again(row);
      if (row.stream < to) foldRow(fold, row, event, check);
    }
    to = shrunk(fold, to, inspection.largestFold ?? usualFold);
    ({ upTo, head } = piece);
    await inspection.tell(check.found());
    inspection.onProgress?.({ done: Math.min(settled + fold.events, head), total: head });
    await pause(inspection);
  } while (upTo < head);
  return { fold, stretch: { from, to }, upTo };
}

function foldRow(fold: Fold, row: LogRow, event: ProposedEvent | null, check: LogCheck): void {
  const flaw = fold.apply(row, event);
  if (flaw) check.misplaced(row, flaw);
}

/** Leaves streams for the next share where the fold has become too large; answers where this one ends. */
function shrunk(fold: Fold, end: number, largestFold: number): number {
  let to = end;
  while (fold.size > largestFold && fold.isDivisible) to = Math.min(to, fold.shed());
  return to;
}

function eventIn(row: LogRow): ProposedEvent | null {
  const read = readEvent(row);
  return read.kind === "event" ? read.event : null;
}

async function compareShare(inspection: Inspection, share: Share, check: LogCheck): Promise<void> {
  const { fold, stretch: whole } = share;
  let { upTo } = share;
  for (const stretch of stretchesOf(fold, whole)) {
    upTo = await catchUp(inspection, { fold, stretch: whole, upTo }, check);
    await inspection.settle(() => stretchDifferences(fold, stretch, upTo));
    await pause(inspection);
  }
  // What the last comparison folded on top of it is looked at as well.
  await catchUp(inspection, { fold, stretch: whole, upTo }, check);
}

/** Folds what was committed since, so that little is left for the moment of comparing. */
async function catchUp(
  inspection: Inspection,
  { fold, stretch, upTo: after }: Share,
  check: LogCheck,
): Promise<number> {
  const { rows, upTo } = await inspection.store.read(() => readLog(after, pageSize, stretch));
  for (const row of rows) foldRow(fold, row, eventIn(row), check);
  await inspection.tell(check.found());
  return upTo;
}

/** On top of the fold, for a transaction may see what is undone with it. */
function* stretchDifferences(below: Fold, stretch: Stretch, after: number): Reads<readonly Difference[]> {
  // Asked for only here: streams were begun since the share was cut into stretches.
  const known = below.streams().filter((stream) => stretch.from <= stream && stream < stretch.to);
  const { rows } = yield* readLog(after, Number.MAX_SAFE_INTEGER, stretch);
  if (rows.length === 0) return yield* differencesOf(below, known, stretch);
  const fold = new Fold(below);
  for (const row of rows) fold.apply(row, eventIn(row));
  return yield* differencesOf(fold, [...new Set([...known, ...fold.streams()])], stretch);
}

/** Cuts a share into stretches with no gap in between, so that rows of streams which nobody knows are found as well. */
function* stretchesOf(fold: Fold, { from, to }: Stretch): Generator<Stretch, void, undefined> {
  let [begin, rows, personal] = [from, 0, 0];
  for (const stream of fold.streams()) {
    const folded = fold.get(stream);
    if (!folded) continue;
    if (rows > largestStretch || personal > largestPersonal) {
      yield { from: begin, to: stream };
      [begin, rows, personal] = [stream, 0, 0];
    }
    rows += sizeOf(folded);
    personal += folded.personalRows;
  }
  yield { from: begin, to };
}
