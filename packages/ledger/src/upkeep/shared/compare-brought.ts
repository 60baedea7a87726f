// Compares the tables whose rows are each brought by one event with the sums of the log. Only where the sums differ is the
// log walked once more, and each row looked up: first those that no event brought, then those that are missing or wrong.

import { writeInvitation, writeSession } from "../../store/access-queries.ts";
import { writeForgotten } from "../../store/forgotten-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Bound } from "../../store/query.ts";
import {
  type BroughtTable,
  broughtTables,
  keyOfBrought,
  readBrought,
  readBroughtByKey,
  readBroughtByNone,
} from "../../store/upkeep-brought.ts";
import {
  type FoldRow,
  type LogPiece,
  type OrderRow,
  readBetween,
  readOrder,
  readRows,
} from "../../store/upkeep-log.ts";
import { removeRow } from "../../store/upkeep-mends.ts";
import type { ViewRow } from "../../store/upkeep-queries.ts";
import { type Brought, broughtBy, leastKeyOf, partOf, parts, RowSums } from "./brought-rows.ts";
import type { AllSums, EventCheck } from "./check-events.ts";
import type { OrderCheck } from "./check-order.ts";
import type { Difference } from "./difference.ts";
import { type Inspection, pause } from "./inspection.ts";
import { readEvent } from "./read-event.ts";

const pageSize = 1_000;

/** What was found of the log, and of the tables if they were summed up already. */
export interface CheckedLog {
  readonly order: OrderCheck;
  readonly events: EventCheck;
  readonly found: AllSums | null;
}

export async function compareBrought(inspection: Inspection, check: CheckedLog): Promise<void> {
  for (const table of broughtTables) {
    const wrong = await wrongParts(inspection, check, table);
    if (wrong.size === 0) continue;
    for (const part of wrong) {
      await inspection.settle(() => broughtByNone(table, part));
      await pause(inspection);
    }
    await lookUp(inspection, table, wrong);
  }
}

/** The parts of a table that are not what the log says. */
async function wrongParts(
  inspection: Inspection,
  check: CheckedLog,
  table: BroughtTable,
): Promise<ReadonlySet<number>> {
  const wrong = new Set<number>();
  const found = new RowSums();
  for (const [from, to] of stretchesOf(check.events.sums[table])) {
    if (isKnownToAgree(check, table, from, to)) continue;
    await checkOn(inspection, check);
    const differing = await inspection.store.read(() => comparedParts(table, check, found, from, to));
    for (const part of differing) wrong.add(part);
    await pause(inspection);
  }
  return wrong;
}

/** What was read before differs also where a command came in between: then these parts are read again. */
function isKnownToAgree({ events, found }: CheckedLog, table: BroughtTable, from: number, to: number): boolean {
  if (!found) return false;
  for (let part = from; part < to; part += 1) if (!found[table].agrees(part, events.sums[table], [])) return false;
  return true;
}

/** Takes in what was committed until now, page by page: what came since is read beside the rows that are compared. */
async function checkOn(inspection: Inspection, check: CheckedLog): Promise<void> {
  let goal: number | null = null;
  for (;;) {
    const { order, head, events } = await inspection.store.read(() => readOn(check));
    goal ??= head;
    for (const row of order) check.order.next(row);
    check.events.extend(check.order.position);
    for (const row of events.rows) check.events.take(row, events.records);
    await inspection.tell([...check.order.found(), ...check.events.found()]);
    if (order.length < pageSize || check.order.position >= goal) return;
    await pause(inspection);
  }
}

interface ReadOn {
  readonly order: readonly OrderRow[];
  readonly head: number;
  readonly events: LogPiece;
}

function* readOn({ order: { position } }: CheckedLog): Reads<ReadOn> {
  const { rows: order, head } = yield* readOrder(position, pageSize);
  return { order, head, events: yield* readBetween(position, order.at(-1)?.[0] ?? position) };
}

function* comparedParts(
  table: BroughtTable,
  { order, events }: CheckedLog,
  found: RowSums,
  from: number,
  to: number,
): Reads<readonly number[]> {
  const rows = yield* readRows(order.position);
  const since = rows.flatMap((row) => broughtTo(table, row) ?? []);
  found.clear(from, to);
  for (const row of yield* readBrought(table, { from: leastKeyOf(from), to: leastKeyOf(to) })) {
    found.add(keyOfBrought(table, row), row);
  }
  const differing: number[] = [];
  for (let part = from; part < to; part += 1) {
    if (!found.agrees(part, events.sums[table], since)) differing.push(part);
  }
  return differing;
}

/** Runs of parts with about as many rows as are compared at once. */
function* stretchesOf(sums: RowSums): Generator<readonly [from: number, to: number], void, undefined> {
  let [from, rows] = [0, 0];
  for (let part = 0; part < parts; part += 1) {
    if (rows > pageSize) {
      yield [from, part];
      [from, rows] = [part, 0];
    }
    rows += sums.count(part);
  }
  yield [from, parts];
}

function broughtTo(table: BroughtTable, row: FoldRow): Brought | null {
  const read = readEvent(row);
  const brought = read.kind === "event" ? broughtBy(row, read.event) : null;
  return brought?.table === table ? brought : null;
}

function* broughtByNone(table: BroughtTable, part: number): Reads<readonly Difference[]> {
  const rows = yield* readBroughtByNone(table, { from: leastKeyOf(part), to: leastKeyOf(part + 1) });
  return rows.map((row) => ({
    ...{ table, stream: null, version: null, field: null },
    ...{ expected: "no row", found: "a row that no event brought", mends: [removeRow(table, row)] },
  }));
}

/** Walks the log for the rows of the parts that are wrong. */
async function lookUp(inspection: Inspection, table: BroughtTable, wrong: ReadonlySet<number>): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await inspection.store.read(() => readRows(after, pageSize));
    const brought = rows.flatMap((row) => {
      const one = broughtTo(table, row);
      return one && wrong.has(partOf(one.key)) ? [{ ...one, event: row }] : [];
    });
    if (brought.length > 0) await inspection.settle(() => missing(table, brought));
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.position;
    await pause(inspection);
  }
}

function* missing(
  table: BroughtTable,
  brought: readonly (Brought & { readonly event: FoldRow })[],
): Reads<readonly Difference[]> {
  const found = yield* readBroughtByKey(
    table,
    brought.map(({ key }) => key),
  );
  return brought.flatMap(({ key, row, event }): Difference[] => {
    const before = found.get(key);
    const field = before ? (Object.keys(row).find((column) => row[column] !== before[column]) ?? null) : null;
    if (before && field === null) return [];
    const { stream, version, position } = event;
    return [
      {
        ...{ table, field, stream, version, position },
        expected: field === null ? "a row" : String(row[field]),
        found: field === null || !before ? "none" : String(before[field]),
        mends: [removeRow(table, row), ...writeOf(table, row)],
      },
    ];
  });
}

function writeOf(table: BroughtTable, row: ViewRow): readonly Bound[] {
  const text = (column: string) => String(row[column]);
  const number = (column: string) => Number(row[column]);
  switch (table) {
    case "invitations":
      return [writeInvitation({ hash: text("hash"), pool: number("pool"), ordinal: number("ordinal") })];
    case "sessions": {
      const seat = { pool: number("pool"), ordinal: number("ordinal"), occupancy: number("occupancy") };
      return [writeSession({ hash: text("hash"), ...seat, expires_at: number("expires_at") })];
    }
    case "forgotten":
      return [writeForgotten({ person_id: text("person_id"), organization: number("organization") })];
  }
}
