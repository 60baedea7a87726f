// What came in from outside, as it came: written, listed in its order, settled. Nothing is decided here.

import { sql } from "kysely";
import { ask, askOne, type Reads } from "./port.ts";
import { type Arguments, type Bound, insert, query, type Row } from "./query.ts";
import type { ObservationsTable } from "./tables.ts";

const insertObservation = insert("observations", {
  arrival: true,
  origin: true,
  origin_id: true,
  organization_id: true,
  type: true,
  subject: true,
  api_version: true,
  source_at: true,
  observed_at: true,
  ordered_at: true,
  state: true,
  problem: true,
  people: true,
  hash: true,
  body: true,
});

export function writeObservation(row: Row<ObservationsTable>): Bound {
  return insertObservation(row);
}

const lastArrival = query((db) => db.selectFrom("observations").select("arrival").orderBy("arrival", "desc").limit(1));

/** The arrival of the last one that came; 0 where none has. */
export function* readLastArrival(): Reads<number> {
  return (yield* askOne(lastArrival({})))?.arrival ?? 0;
}

const standingOf = query((db, args: { originIds: string }) =>
  db
    .selectFrom("observations")
    .select(["origin_id", "organization_id", "state"])
    .where("origin_id", "in", sql<string>`(select value from json_each(${args.originIds}))`),
);

/** Whose an observation is, and what became of it. */
export type Standing = Pick<ObservationsTable, "organization_id" | "state">;

/** Those of these that are kept. */
export function* readStandings(originIds: readonly string[]): Reads<ReadonlyMap<string, Standing>> {
  const rows = yield* ask(standingOf({ originIds: JSON.stringify(originIds) }));
  return new Map(rows.map((row) => [row.origin_id, row]));
}

const observationById = query((db, args: { originId: string }) =>
  db.selectFrom("observations").selectAll().where("origin_id", "=", args.originId),
);

export function* findObservation(originId: string): Reads<ObservationsTable | null> {
  return yield* askOne(observationById({ originId }));
}

const newestApplied = query((db, args: { subject: string }) =>
  db
    .selectFrom("observations")
    .selectAll()
    .where("subject", "=", args.subject)
    .where("state", "=", sql.lit("applied"))
    .orderBy("ordered_at", "desc")
    .orderBy("arrival", "desc")
    .limit(1),
);
const newestAppliedOf = query((db, args: { subject: string; organizationId: string }) =>
  db
    .selectFrom("observations")
    .selectAll()
    .where("subject", "=", args.subject)
    .where("organization_id", "=", args.organizationId)
    .where("state", "=", sql.lit("applied"))
    .orderBy("ordered_at", "desc")
    .orderBy("arrival", "desc")
    .limit(1),
);

/** Of the applied ones about a subject the last; of one organization, or of any where none is named. */
export function* findNewestApplied(subject: string, organizationId: string | null): Reads<ObservationsTable | null> {
  return yield* askOne(
    organizationId === null ? newestApplied({ subject }) : newestAppliedOf({ subject, organizationId }),
  );
}

const filterColumns = ["subject", "state", "origin", "type", "organization_id"] as const;

/** Which observations: what is null is not asked. */
export type ObservationFilter = { readonly [Column in (typeof filterColumns)[number]]: string | null };

const pages = new Map<string, (args: Arguments) => Bound<ObservationsTable>>();

/** A statement of its own for each set of filters, so that each is led by the index that fits. */
function pageOf(given: readonly (keyof ObservationFilter)[]): (args: Arguments) => Bound<ObservationsTable> {
  const name = given.join();
  const known = pages.get(name);
  if (known) return known;
  const made = query((db, args: Arguments) =>
    given
      .reduce(
        (rows, column) => rows.where(column, "=", sql<string>`${args[column]}`),
        db.selectFrom("observations").selectAll(),
      )
      .where(sql<boolean>`(ordered_at, arrival) > (${args["at"]}, ${args["arrival"]})`)
      .orderBy("ordered_at")
      .orderBy("arrival")
      .limit(sql<number>`${args["limit"]}`),
  );
  pages.set(name, made);
  return made;
}

const placeOfArrival = query((db, args: { arrival: number }) =>
  db.selectFrom("observations").select("ordered_at").where("arrival", "=", args.arrival),
);

/** The next ones that match, by the source's time, after the one of that arrival; 0 begins at the beginning. */
export function* readObservations(
  filter: ObservationFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Reads<readonly ObservationsTable[]> {
  const place = after === 0 ? null : yield* askOne(placeOfArrival({ arrival: after }));
  const given = filterColumns.filter((column) => filter[column] !== null);
  const at = place?.ordered_at ?? Number.MIN_SAFE_INTEGER;
  return yield* ask(pageOf(given)({ ...filter, at, arrival: after, limit }));
}

const updateState = query((db, args: { originId: string; state: string; problem: string | null }) =>
  db
    .updateTable("observations")
    .set({ state: args.state, problem: args.problem })
    .where("origin_id", "=", args.originId),
);

export function settleObservation(originId: string, state: string, problem: string | null): Bound {
  return updateState({ originId, state, problem });
}
