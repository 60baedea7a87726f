// Walking the whole log: the columns of an event and nothing beside it, in as few cells as can be. Whose stream it is, is
// known by its number after the first time. What kind of event it is comes in one cell, and so do the columns, nearly
// always at rest, that say where late knowledge came from.

import { sql } from "kysely";
import { ask, type Reads } from "./port.ts";
import { asArrays, query } from "./query.ts";
import type { StreamNames } from "./stream-names.ts";
import type { EventsTable } from "./tables.ts";

/** A row of the log, cell by cell. */
export type ScannedRow = readonly [
  position: EventsTable["position"],
  stream: EventsTable["stream"],
  version: EventsTable["version"],
  organization: EventsTable["organization"],
  /** Type, schema version, kind of actor and origin, each a word. */
  kind: string,
  personId: EventsTable["person_id"],
  holdingId: EventsTable["holding_id"],
  seatId: EventsTable["seat_id"],
  occupancy: EventsTable["occupancy"],
  occurredAt: EventsTable["occurred_at"],
  recordedAt: EventsTable["recorded_at"],
  actorId: EventsTable["actor_id"],
  data: EventsTable["data"],
  /** A JSON array of `LateCells`, or null where nothing was learned late. */
  late: string | null,
];

/** What `late` holds, in order. */
export type LateCells = readonly [
  originId: EventsTable["origin_id"],
  observedAt: EventsTable["observed_at"],
  inferred: EventsTable["inferred"],
  notBefore: EventsTable["not_before"],
  notAfter: EventsTable["not_after"],
  cause: EventsTable["cause"],
  supersedes: EventsTable["supersedes"],
];

const kind = sql<string>`type || ' ' || schema_version || ' ' || actor_type || ' ' || origin`;
const late = sql<string | null>`
  case when origin_id is null and observed_at is null and inferred = 0 and cause is null and supersedes is null then null
  else json_array(origin_id, observed_at, inferred, not_before, not_after, cause, supersedes) end`;

const scanned = asArrays<ScannedRow, { after: number; limit: number }>(
  query((db, args: { after: number; limit: number }) =>
    db
      .selectFrom("events")
      .select(["position", "stream", "version", "organization", kind.as("kind")])
      .select(["person_id", "holding_id", "seat_id", "occupancy", "occurred_at", "recorded_at"])
      .select(["actor_id", "data", late.as("late")])
      .where("position", ">", args.after)
      .orderBy("position")
      .limit(args.limit),
  ),
);

/** The next rows of the log after a position, whose streams `names` knows afterwards. */
export function* scanAfter(after: number, limit: number, names: StreamNames): Reads<readonly ScannedRow[]> {
  const rows = yield* ask(scanned({ after, limit }));
  yield* names.learn(rows);
  return rows;
}
