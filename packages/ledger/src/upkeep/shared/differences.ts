// How the views of a stretch of streams differ from what their events come to, and what mends them. Everything is read at
// one moment: the answer is true of it, whatever is committed before and after.

import type { Personal } from "../../domain/events.ts";
import type { CustomerId } from "../../domain/ids.ts";
import { ask, type Reads } from "../../store/port.ts";
import type { StreamsTable } from "../../store/tables.ts";
import { displace, removeRow } from "../../store/upkeep-mends.ts";
import {
  readPersonalRows,
  readStreamNumbers,
  readStreams,
  readViews,
  type Stretch,
  type ViewName,
  type ViewRow,
} from "../../store/upkeep-queries.ts";
import { type Difference, inLog } from "./difference.ts";
import { type ExpectedRow, expectedRows } from "./expected-rows.ts";
import { isId } from "./flaw-of-ids.ts";
import type { Fold } from "./fold.ts";
import type { Folded } from "./folded.ts";
import { personalOf, stray } from "./personal-rows.ts";

/** What the views of these streams are keyed by. */
const keysOf: { readonly [View in ViewName]: (row: ViewRow) => string } = {
  organizations: ({ stream }) => `${stream}`,
  customers: ({ stream }) => `${stream}`,
  members: ({ id }) => `${id}`,
  pools: ({ stream }) => `${stream}`,
  seats: ({ pool, ordinal }) => `${pool}/${ordinal}`,
};
const viewNames = Object.keys(keysOf) as ViewName[];

/** In which column the stream of a row stands. */
const streamColumn = {
  organizations: "stream",
  customers: "stream",
  members: "customer",
  pools: "stream",
  seats: "pool",
};

/** Every difference of a stretch; `streams` are those in it that have events. */
export function* differencesOf(fold: Fold, streams: readonly number[], stretch: Stretch): Reads<readonly Difference[]> {
  const names = yield* readStreams(stretch);
  const personalRows = Map.groupBy(yield* readPersonalRows(stretch), ({ stream }) => stream);
  const folded = streams.flatMap((stream) => fold.get(stream) ?? []);
  const numbers = yield* readStreamNumbers(customersOf(folded));
  const differences: Difference[] = [...unused(names, streams)];
  const expected: ExpectedRow[] = [];
  const untold = new Set<number>();
  for (const one of folded) {
    const told = yield* personalOf(one, personalRows.get(one.stream) ?? [], differences);
    const name = names.get(one.stream);
    const rows = rowsOf(one, name, told, numbers, differences);
    if (rows) for (const row of rows) expected.push(row);
    else untold.add(one.stream);
  }
  const known = new Set(streams);
  for (const stream of personalRows.keys()) {
    if (!known.has(stream)) differences.push(stray(stream, null));
  }
  for (const table of viewNames) {
    const rows = yield* ask(readViews[table]({ ...stretch }));
    const wanted = expected.filter((row) => row.table === table);
    const found = rows.filter((row) => !untold.has(Number(row[streamColumn[table]])));
    for (const difference of compared(table, wanted, found)) differences.push(difference);
  }
  return differences;
}

function customersOf(folded: readonly Folded[]): readonly CustomerId[] {
  return folded.flatMap((one) => (one.kind === "pool" && one.state ? [one.state.customerId] : []));
}

/** Streams that no event belongs to. */
function unused(names: ReadonlyMap<number, StreamsTable>, streams: readonly number[]): readonly Difference[] {
  const known = new Set(streams);
  return [...names.keys()]
    .filter((stream) => !known.has(stream))
    .map((stream) => ({ ...inLog("streams", stream, null), expected: "at least one event", found: "none" }));
}

/** Null where nothing can be said of the stream's views. */
function rowsOf(
  folded: Folded,
  name: StreamsTable | undefined,
  personal: (version: number) => Personal | null,
  numbers: ReadonlyMap<string, number>,
  differences: Difference[],
): readonly ExpectedRow[] | null {
  const { stream } = folded;
  if (!name) {
    differences.push({ ...inLog("streams", stream, 1), expected: "a row", found: "none" });
    return null;
  }
  if (!isId(name.id)) {
    differences.push({ ...inLog("streams", stream, 1), field: "id", expected: "an id", found: "something else" });
    return null;
  }
  if (folded.isBroken) return null;
  if (name.kind !== folded.kind) {
    differences.push({ ...inLog("streams", stream, 1), field: "kind", expected: folded.kind, found: name.kind });
    return null;
  }
  const customerNumber = (id: CustomerId) => numbers.get(id) ?? null;
  const rows = expectedRows(folded, { id: name.id, personal, customerNumber });
  if (!rows) {
    const found = "the id of no stream";
    differences.push({ ...inLog("events", stream, 1), field: "data", expected: "the customer of the pool", found });
  }
  return rows;
}

function* compared(
  table: ViewName,
  wanted: readonly ExpectedRow[],
  rows: readonly ViewRow[],
): Generator<Difference, void, undefined> {
  const keyOf = keysOf[table];
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  for (const { write, version } of wanted) {
    const row = write.values;
    const key = keyOf(row);
    const before = found.get(key);
    found.delete(key);
    const field = before ? differingField(row, before) : null;
    if (before && field === null) continue;
    const stream = Number(row[streamColumn[table]]);
    // What writes a row leaves the id as it is.
    const isOfAnother = before !== undefined && row["id"] !== before["id"];
    const mends = [...displace(table, row), ...(isOfAnother ? [removeRow(table, row)] : []), write];
    yield {
      ...{ table, stream, version, field, mends },
      expected: field === null ? "a row" : shown(field, row[field]),
      found: field === null || !before ? "none" : shown(field, before[field]),
    };
  }
  for (const row of found.values()) {
    const stream = Number(row[streamColumn[table]]);
    const mends = [removeRow(table, row)];
    yield { table, stream, version: null, field: null, expected: "no row", found: "a row that no event made", mends };
  }
}

/** The first column in which a row is not as it must be. */
function differingField(wanted: ViewRow, found: ViewRow): string | null {
  for (const column in wanted) if (wanted[column] !== found[column]) return column;
  return null;
}

/** What a person may be known by: of these it is never said what they hold. */
const unspeakable: ReadonlySet<string> = new Set([
  ...["email", "email_key", "name", "external_id", "metadata", "slug", "product_name", "checkout_id"],
  ...["invitation_hash", "hash"],
]);

function shown(field: string, value: unknown): string {
  if (unspeakable.has(field)) return "(not shown)";
  return String(value);
}
