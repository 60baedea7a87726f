// Who told an event, why, and how sure it is: cells that no fold looks at. The database says of most events that these are
// plainly as they may be, in one cell; of the others they are read cell by cell. What is wrong with them is not decided here.

import { type RawBuilder, sql } from "kysely";
import type { Actor, Cause, Origin } from "../domain/events.ts";
import { ask, type Reads } from "./port.ts";
import { query } from "./query.ts";
import type { EventsTable } from "./tables.ts";

/** Every name there is; what is frequent comes first. */
function namesOf<Name extends string>(names: { readonly [Each in Name]: true }): readonly string[] {
  return Object.keys(names);
}

export const actorTypes = namesOf<Actor["type"]>({
  user: true,
  system: true,
  customer: true,
  member: true,
  polar: true,
});
export const origins = namesOf<Origin>({
  ...{ command: true, webhook: true, "delivery-log": true, listing: true, "polar-events": true, "write-through": true },
});
export const causes = namesOf<Cause>({
  ...{ "pool-closed": true, "person-changed": true, "person-removed": true, "person-forgotten": true },
  ...{ drift: true, "seat-reused": true },
});

/** The latest time of which there is a date; as long before 1970 is the earliest one. */
export const latestTime = 8_640_000_000_000_000;

/**
 * 1 where an event is no guess, puts nothing right, and no command told it before it happened, and where its other names are
 * known; 0 in doubt. As a condition it ends at the first "no"; as a value all of it would be worked out for each row.
 */
export const isPlain = sql<number>`case when inferred = 0 and not_before is null and not_after is null and supersedes is null
  and (cause is null or ${isOneOf("cause", causes)})
  and (observed_at is null or observed_at between ${sql.lit(-latestTime)} and ${sql.lit(latestTime)})
  and actor_id is not '' and ${isOneOf("actor_type", actorTypes)}
  and (origin = 'command' and occurred_at <= recorded_at or origin <> 'command' and ${isOneOf("origin", origins)})
  then 1 else 0 end`;

function isOneOf(column: keyof EventsTable, values: readonly string[]): RawBuilder<boolean> {
  const each = values.map((value) => sql`${sql.ref(column)} = ${sql.lit(value)}`);
  return sql<boolean>`(${sql.join(each, sql` or `)})`;
}

const columns = [
  ...(["position", "version", "occurred_at", "recorded_at", "origin", "actor_type", "actor_id"] as const),
  ...(["observed_at", "inferred", "not_before", "not_after", "cause", "supersedes"] as const),
] as const;

/** Who told an event, why, and how sure it is, unchecked. */
export type EventRecord = Readonly<Pick<EventsTable, (typeof columns)[number]>>;

const recordsAt = query((db, args: { positions: string }) =>
  db
    .selectFrom("events")
    .select(columns)
    .where("position", "in", sql<number>`(select value from json_each(${args.positions}))`),
);

/** The records of events, by their positions. */
export function* readRecords(positions: readonly number[]): Reads<ReadonlyMap<number, EventRecord>> {
  const rows = positions.length === 0 ? [] : yield* ask(recordsAt({ positions: JSON.stringify(positions) }));
  return new Map(rows.map((row) => [row.position, row]));
}
