// Which version of a stream, and which position of the log, a moment of the past was. Both are found by halving inside one
// statement: asked for step by step, the asking cost more than the steps.

import { type RawBuilder, sql } from "kysely";
import type { Moment } from "../domain/moment.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query } from "./query.ts";

type Db = Parameters<Parameters<typeof query>[0]>[0];

/**
 * The highest number for which something holds that holds for all numbers before it; 0 for none. From above by halves:
 * `step` is a power of two, and no number of at least twice as much is asked for.
 */
function highestThat(db: Db, step: number, holds: (number: RawBuilder<number>) => RawBuilder<boolean>) {
  return db
    .withRecursive("search(known, step)", (search) =>
      search.selectNoFrom([sql<number>`0`.as("known"), sql<number>`cast(${step} as integer)`.as("step")]).unionAll(
        search
          .selectFrom("search")
          .where("step", ">", 0)
          .select([
            sql<number>`known + case when ${holds(sql`known + step`)} then step else 0 end`.as("known"),
            sql<number>`step / 2`.as("step"),
          ]),
      ),
    )
    .selectFrom("search")
    .where("step", "=", 0)
    .select("known");
}

function* highestUpTo(last: number, found: (step: number) => Bound<{ readonly known: number }>): Reads<number> {
  if (last === 0) return 0;
  const [row] = yield* ask(found(2 ** Math.floor(Math.log2(last))));
  return Math.min(row?.known ?? 0, last);
}

type VersionArgs = { readonly stream: number; readonly step: number; readonly moment: number };

/** The last version whose event has something that is not beyond the moment. */
const versionBy = (column: "position" | "recorded_at" | "occurred_at") =>
  query((db, args: VersionArgs) =>
    highestThat(
      db,
      args.step,
      (version) =>
        sql<boolean>`(select ${sql.ref(column)} from events where stream = ${args.stream} and version = ${version}) <= ${args.moment}`,
    ),
  );
// The index of versions holds the position too; for the times the event itself has to be looked at.
const versionByPosition = versionBy("position");
const versionByRecorded = versionBy("recorded_at");
const versionByOccurred = versionBy("occurred_at");

/**
 * The version of a stream at a moment: 0 where it had not begun, `last` where nothing came after it. What is asked for must
 * grow with the version: the time of an event does so only in pools of the ledger.
 */
export function* versionAt(stream: number, last: number, moment: Moment): Reads<number> {
  return yield* highestUpTo(last, (step) => {
    if ("position" in moment) return versionByPosition({ stream, step, moment: moment.position });
    const version = moment.by === "recorded" ? versionByRecorded : versionByOccurred;
    return version({ stream, step, moment: moment.at.getTime() });
  });
}

const positionRecordedBefore = query((db, args: { step: number; time: number }) =>
  highestThat(
    db,
    args.step,
    (position) => sql<boolean>`(select recorded_at from events where position = ${position}) < ${args.time}`,
  ),
);

/** The last position that was recorded before a time; 0 where there is none. `recordedAt` never decreases. */
export function* positionBefore(last: number, time: Date): Reads<number> {
  return yield* highestUpTo(last, (step) => positionRecordedBefore({ step, time: time.getTime() }));
}

// The index of versions holds these columns: no event has to be looked at.
const placeColumns = ["version", "position"] as const;

const lastPlace = query((db, args: { stream: number }) =>
  db.selectFrom("events").where("stream", "=", args.stream).orderBy("version", "desc").limit(1).select(placeColumns),
);
const placeOfVersion = query((db, args: { stream: number; version: number }) =>
  db.selectFrom("events").where("stream", "=", args.stream).where("version", "=", args.version).select(placeColumns),
);
/**
 * The position up to which a stream had been recorded by a moment; null where nothing came after it. Two positions between
 * which the stream has no event are the same to it.
 */
export function* positionInStream(
  stream: number,
  moment: { readonly position: number } | { readonly at: Date },
): Reads<number | null> {
  const last = yield* askOne(lastPlace({ stream }));
  if (!last) return null;
  if ("position" in moment) return last.position <= moment.position ? null : moment.position;
  const version = yield* versionAt(stream, last.version, { by: "recorded", at: moment.at });
  if (version === last.version) return null;
  return (yield* askOne(placeOfVersion({ stream, version })))?.position ?? 0;
}
