// What verify and rebuild read of the tables whose rows are each brought by one event: invitations, sessions, who was
// forgotten. Nothing is decided here.

import { type RawBuilder, sql } from "kysely";
import { invariant } from "../invariant.ts";
import { keyOfHash } from "./access-queries.ts";
import { ask, type Reads } from "./port.ts";
import { query } from "./query.ts";
import { told, type ViewRow } from "./upkeep-queries.ts";

/** The tables whose rows are each brought by one event, with their columns: the first one is the key. */
const broughtColumns = {
  invitations: ["hash", "pool", "ordinal"],
  sessions: ["hash", "pool", "ordinal", "occupancy", "expires_at"],
  forgotten: ["person_id", "organization"],
} as const;

export type BroughtTable = keyof typeof broughtColumns;

export const broughtTables = Object.keys(broughtColumns) as readonly BroughtTable[];

export function keyOfBrought(table: BroughtTable, row: ViewRow): string {
  return String(row[broughtColumns[table][0]]);
}

/** Keys in the order of the database, the last one excluded. */
export interface KeyStretch {
  readonly from: string;
  readonly to: string;
}

function forEachBrought<Made>(make: (table: BroughtTable, key: string) => Made): ReadonlyMap<BroughtTable, Made> {
  return new Map(broughtTables.map((table) => [table, make(table, broughtColumns[table][0])]));
}

const broughtInStretch = forEachBrought((table, key) =>
  query((db, args: { from: string; to: string }) =>
    db
      .selectFrom(sql.table(table).as("brought"))
      // In an order of their own, for the sums: a table's own changes with its format.
      .select(broughtColumns[table].map((column) => sql.ref(column).as(column)))
      .where(sql<string>`${sql.ref(key)}`, ">=", args.from)
      .where(sql<string>`${sql.ref(key)}`, "<", args.to)
      .$castTo<ViewRow>(),
  ),
);

const broughtPage = forEachBrought((table, key) =>
  query((db, args: { from: string; limit: number }) =>
    db
      .selectFrom(sql.table(table).as("brought"))
      .select(broughtColumns[table].map((column) => sql.ref(column).as(column)))
      .where(sql<string>`${sql.ref(key)}`, ">=", args.from)
      .orderBy(sql.ref(key))
      .limit(args.limit)
      .$castTo<ViewRow>(),
  ),
);

const broughtByKey = forEachBrought((table, key) =>
  query((db, args: { keys: string }) =>
    db
      .selectFrom(sql.table(table).as("brought"))
      // In an order of their own, for the sums: a table's own changes with its format.
      .select(broughtColumns[table].map((column) => sql.ref(column).as(column)))
      .where(sql<boolean>`${sql.ref(key)} in (select value from json_each(${args.keys}))`)
      .$castTo<ViewRow>(),
  ),
);

function statementOf<Made>(statements: ReadonlyMap<BroughtTable, Made>, table: BroughtTable): Made {
  const statement = statements.get(table);
  invariant(statement, `${table} holds rows that events bring`);
  return statement;
}

/** The rows of a stretch of keys. */
export function* readBrought(table: BroughtTable, { from, to }: KeyStretch): Reads<readonly ViewRow[]> {
  return yield* ask(statementOf(broughtInStretch, table)({ from, to }));
}

/** The next rows from a key on, at most so many. */
export function* readBroughtFrom(table: BroughtTable, from: string, limit: number): Reads<readonly ViewRow[]> {
  return yield* ask(statementOf(broughtPage, table)({ from, limit }));
}

/** The rows under these keys, by their keys. */
export function* readBroughtByKey(table: BroughtTable, keys: readonly string[]): Reads<ReadonlyMap<string, ViewRow>> {
  const rows = keys.length === 0 ? [] : yield* ask(statementOf(broughtByKey, table)({ keys: JSON.stringify(keys) }));
  return new Map(rows.map((row) => [keyOfBrought(table, row), row]));
}

/** How much of an invitation's hash stands in its table. */
const keyLength = keyOfHash("-".repeat(43)).length;

const bringers: { readonly [Table in BroughtTable]: RawBuilder<boolean> } = {
  invitations: sql`events.stream = brought.pool and events.ordinal = brought.ordinal
    and events.type in ('SeatAssigned', 'InvitationResent')
    and substr(${told("invitationHash")}, 1, ${sql.lit(keyLength)}) = brought.hash`,
  sessions: sql`events.stream = brought.pool and events.ordinal = brought.ordinal
    and events.type = 'SeatClaimed' and events.occupancy = brought.occupancy and ${told("sessionHash")} = brought.hash`,
  forgotten: sql`events.stream = brought.organization and events.person_id = brought.person_id
    and events.type = 'PersonForgotten'`,
};

const broughtByNone = forEachBrought((table, key) =>
  query((db, args: { from: string; to: string }) =>
    db
      .selectFrom(sql.table(table).as("brought"))
      // In an order of their own, for the sums: a table's own changes with its format.
      .select(broughtColumns[table].map((column) => sql.ref(column).as(column)))
      .where(sql<string>`${sql.ref(key)}`, ">=", args.from)
      .where(sql<string>`${sql.ref(key)}`, "<", args.to)
      .where(sql<boolean>`not exists (select 1 from events where ${bringers[table]})`)
      .$castTo<ViewRow>(),
  ),
);

/** The rows of a stretch of keys that no event brought. */
export function* readBroughtByNone(table: BroughtTable, { from, to }: KeyStretch): Reads<readonly ViewRow[]> {
  return yield* ask(statementOf(broughtByNone, table)({ from, to }));
}
