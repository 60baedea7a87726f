// Queries are written once in Kysely and compiled once for each engine: Kysely at run time costs four to five times
// as much on reads, and its transactions let strangers' writes slip in on a synchronous engine (docs/decisions/0003).

import { type CompiledQuery, type Kysely, sql } from "kysely";
import { invariant } from "../invariant.ts";
import type { Tables } from "./tables.ts";

export type SqlValue = string | number | null;
export type Arguments = { readonly [name: string]: SqlValue };

/** A query with its arguments: what a transaction yields to read, and returns to write. */
export interface Bound<Row = unknown> {
  readonly query: Query<Row>;
  readonly values: Arguments;
}

/** A query as text with named places for its arguments, for one engine. */
export interface Compiled {
  readonly sql: string;
  readonly values: (values: Arguments) => readonly SqlValue[];
}

export interface Query<Row = unknown> {
  readonly compile: (kysely: Kysely<Tables>) => Compiled;
  /** Rows come as arrays, in the order of the columns that are selected: for long walks, where names cost too much. */
  readonly asArrays?: true;
  /** Only for the type of its rows. */
  readonly row?: Row;
}

/** Stands for an argument while a query is compiled. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Defines a query. `build` sees its arguments as opaque places: it may pass them on, never look into them. */
export function query<Row, Args extends Arguments = Record<never, never>>(
  build: (db: Kysely<Tables>, args: Args) => { readonly compile: () => CompiledQuery<Row> },
): (values: Args) => Bound<Row> {
  const definition: Query<Row> = {
    compile(kysely) {
      const places = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) });
      // The proxy answers every name with a place of its own, which Kysely hands through to the parameters.
      const { sql, parameters } = build(kysely, places as Args).compile();
      return { sql, values: (values) => parameters.map((parameter) => filled(parameter, values)) };
    },
  };
  return (values) => ({ query: definition, values });
}

function filled(parameter: unknown, values: Arguments): SqlValue {
  if (!(parameter instanceof Placeholder)) return parameter as SqlValue;
  const value = values[parameter.name];
  invariant(value !== undefined, `the query's argument ${parameter.name} is missing`);
  return value;
}

/**
 * The id of the stream whose number stands in this column. A look-up beside the row, not a join: nothing about the order of
 * tables is left to the database.
 */
export function idOfStream(
  db: Kysely<Tables>,
  column:
    | "pools.organization"
    | "pools.customer"
    | "members.customer"
    | "customers.organization"
    | "events.stream"
    | "events.organization",
) {
  return db
    .selectFrom("streams")
    .select("streams.id")
    .where("streams.stream", "=", sql<number>`${sql.ref(column)}`);
}

/** The same query, whose rows come as arrays. */
export function asArrays<Row extends readonly unknown[], Args extends Arguments>(
  bind: (values: Args) => Bound<object>,
): (values: Args) => Bound<Row> {
  const definitions = new Map<Query<object>, Query<Row>>();
  return (values) => {
    const bound = bind(values);
    const made = definitions.get(bound.query) ?? { compile: bound.query.compile, asArrays: true as const };
    definitions.set(bound.query, made);
    return { query: made, values: bound.values };
  };
}

/** A whole row of a table as the arguments of a query. */
export type Row<Table> = { readonly [Column in keyof Table]: Table[Column] };

/**
 * Writes whole rows: inserts them, or replaces what stands under the same key, all but the columns that are `fixed`. To write
 * the same value again would write its index again, too.
 */
export function upsert<Name extends keyof Tables & string>(
  table: Name,
  key: readonly (keyof Tables[Name] & string)[],
  columns: { readonly [Column in keyof Tables[Name] & string]: true | "fixed" },
): (row: Row<Tables[Name]> & Arguments) => Bound {
  const names = Object.keys(columns) as (keyof Tables[Name] & string)[];
  const changed = names.filter((name) => !key.includes(name) && columns[name] !== "fixed");
  return writeQuery(table, names, { key, changed });
}

/** Writes new rows: fails where one stands under the same key. */
export function insert<Name extends keyof Tables & string>(
  table: Name,
  columns: { readonly [Column in keyof Tables[Name] & string]: true },
): (row: Row<Tables[Name]> & Arguments) => Bound {
  return writeQuery(table, Object.keys(columns), null);
}

// Kysely's types follow one table at a time; over a table that is itself an argument they cannot. The columns were
// checked against the table's type by the callers' record of them.
function writeQuery(
  table: keyof Tables,
  columns: readonly string[],
  onConflict: { readonly key: readonly string[]; readonly changed: readonly string[] } | null,
): (row: Arguments) => Bound {
  return query((db: Kysely<Tables>, args: Arguments) => {
    const untyped = db as unknown as Kysely<Record<string, Record<string, SqlValue>>>;
    const values = Object.fromEntries(columns.map((column) => [column, args[column] ?? null]));
    const statement = untyped.insertInto(table).values(values);
    if (!onConflict) return statement;
    return statement.onConflict((conflict) =>
      conflict
        .columns(onConflict.key)
        .doUpdateSet((update) =>
          Object.fromEntries(onConflict.changed.map((column) => [column, update.ref(`excluded.${column}`)])),
        ),
    );
  });
}
