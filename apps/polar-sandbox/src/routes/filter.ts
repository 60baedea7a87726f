// Narrowing a list to what a query asks for: every filter must hold, and any of its values will do.

import type { Viewer } from "../state.ts";

type Filter<Thing> = readonly [asked: readonly string[] | null, value: (thing: Thing) => string | number | null];

export function visible<Thing extends { readonly organizationId: string }>(
  things: Iterable<Thing>,
  viewer: Viewer,
): Thing[] {
  return [...things].filter((thing) => viewer(thing.organizationId));
}

export function narrow<Thing>(things: readonly Thing[], filters: readonly Filter<Thing>[]): Thing[] {
  const asked = filters.flatMap(([values, value]) =>
    values === null ? [] : [{ wanted: new Set<string | number | null>(values), value }],
  );
  return things.filter((thing) => asked.every(({ wanted, value }) => wanted.has(value(thing))));
}
