// What rebuild writes besides the rows themselves: it takes away rows that stand in their way, or that should not be there.

import { type RawBuilder, sql } from "kysely";
import { invariant } from "../invariant.ts";
import { type Arguments, type Bound, query } from "./query.ts";
import type { BroughtTable } from "./upkeep-brought.ts";
import type { ViewName, ViewRow } from "./upkeep-queries.ts";

/** The columns by which the rows of a table are found again, and those of which no two rows may hold the same. */
const keys: {
  readonly [Table in MendedTable]: { readonly key: readonly string[]; readonly unique: readonly string[] };
} = {
  organizations: { key: ["stream"], unique: ["id", "slug"] },
  customers: { key: ["stream"], unique: ["id"] },
  members: { key: ["id"], unique: [] },
  pools: { key: ["stream"], unique: ["id"] },
  seats: { key: ["pool", "ordinal"], unique: ["id"] },
  invitations: { key: ["hash"], unique: [] },
  sessions: { key: ["hash"], unique: [] },
  forgotten: { key: ["person_id"], unique: [] },
};

/** What is made from the log, and can be made from it again. */
export type MendedTable = ViewName | BroughtTable;

const tables = Object.keys(keys) as readonly MendedTable[];

const removals: ReadonlyMap<MendedTable, (row: ViewRow) => Bound> = new Map(
  tables.map((table) => [table, query((db, args: Arguments) => db.deleteFrom(table).where(isUnderKey(table, args)))]),
);

/** Takes away the row under this one's key. */
export function removeRow(table: MendedTable, row: ViewRow): Bound {
  const statement = removals.get(table);
  invariant(statement, `${table} can be mended`);
  return statement(row);
}

const displacements: ReadonlyMap<MendedTable, readonly ((row: ViewRow) => Bound)[]> = new Map(
  tables.map((table) => [
    table,
    keys[table].unique.map((unique) =>
      query((db, args: Arguments) =>
        db
          .deleteFrom(table)
          .where(sql<boolean>`${sql.ref(unique)} = ${args[unique]}`)
          .where(sql<boolean>`not (${isUnderKey(table, args)})`),
      ),
    ),
  ]),
);

/** Takes away the rows under other keys that hold what belongs to this one alone. */
export function displace(table: MendedTable, row: ViewRow): readonly Bound[] {
  return (displacements.get(table) ?? []).map((statement) => statement(row));
}

function isUnderKey(table: MendedTable, args: Arguments): RawBuilder<boolean> {
  const columns = keys[table].key.map((column) => sql`${sql.ref(column)} = ${args[column]}`);
  return sql<boolean>`${sql.join(columns, sql` and `)}`;
}
