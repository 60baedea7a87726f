// Asking for several things in one statement. A statement is compiled once and a list may be of any length: so it has a
// number of places, and a longer list is asked for part by part.

import { type RawBuilder, sql } from "kysely";
import type { Arguments } from "./query.ts";

export interface Places<Value> {
  /** What stands in the places, as the right side of `in`. */
  readonly among: (args: Arguments) => RawBuilder<Value>;
  /** The values as arguments, as many at a time as there are places. */
  readonly parts: (values: readonly Value[]) => Iterable<Readonly<Record<string, Value>>>;
}

/** `nobody` stands in the places that the last part leaves free: a value that nothing has. */
export function placesFor<Value extends string | number>(count: number, nobody: Value): Places<Value> {
  const names = Array.from({ length: count }, (_, index) => `place${index}`);
  return {
    among: (args) => sql<Value>`(${sql.join(names.map((name) => sql`${args[name]}`))})`,
    *parts(values) {
      for (let first = 0; first < values.length; first += count) {
        yield Object.fromEntries(names.map((name, index) => [name, values[first + index] ?? nobody]));
      }
    },
  };
}
