// Ordering a list by the criteria that were asked for. Ties go by the order of insertion, in the direction of the first
// criterion, so that what is new comes last where `started_at` is asked for and first where `-started_at` is.

import type { Context } from "hono";
import { readChoices } from "./query.ts";

type Key = string | number | Date | null;

export type SortKeys<Thing> = Readonly<Record<string, (thing: Thing) => Key>>;

export function sortAsAsked<Thing>(
  context: Pick<Context, "req">,
  things: Iterable<Thing>,
  keys: SortKeys<Thing>,
  otherwise: string,
): Thing[] {
  const choices = Object.keys(keys).flatMap((name) => [name, `-${name}`]);
  const criteria = (readChoices(context, "sorting", choices) ?? [otherwise]).map((criterion) => {
    const descending = criterion.startsWith("-");
    return { key: keys[descending ? criterion.slice(1) : criterion], sign: descending ? -1 : 1 };
  });
  const inserted = [...things];
  if (criteria[0]?.sign === -1) inserted.reverse();
  return inserted.sort((left, right) => {
    for (const { key, sign } of criteria) {
      const order = key === undefined ? 0 : compare(key(left), key(right));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

/** Nothing counts as the greatest, as in PostgreSQL. */
function compare(left: Key, right: Key): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (left < right) return -1;
  return left > right ? 1 : 0;
}
