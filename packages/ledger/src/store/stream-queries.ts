// What the streams ask of the log: what happened since, told in a few columns, and one stream from a version on.

import type { EventType, RecordedEvent } from "../domain/events.ts";
import { eventOf } from "./event-codec.ts";
import { eventRows } from "./log-queries.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { query } from "./query.ts";

/** As much of an event as tells whom it concerns. Streams are named by their numbers. */
export interface EventHeader {
  readonly position: number;
  readonly stream: number;
  readonly organization: number;
  readonly type: EventType;
  readonly personId: string | null;
}

const headersAfter = query((db, args: { after: number; limit: number }) =>
  db
    .selectFrom("events")
    .select(["position", "stream", "organization", "type", "person_id"])
    .where("position", ">", args.after)
    .orderBy("position")
    .limit(args.limit),
);

/** The next events of the whole log after a position, without what they say. */
export function* readHeadersAfter(after: number, limit: number): Reads<readonly EventHeader[]> {
  const rows = yield* ask(headersAfter({ after, limit }));
  return rows.map(({ position, stream, organization, type, person_id }) => {
    // The log holds no other types: the codec reads them by the same name.
    return { position, stream, organization, type: type as EventType, personId: person_id };
  });
}

const streamAfter = query((db, args: { stream: number; version: number; limit: number }) =>
  eventRows(db)
    .where("events.stream", "=", args.stream)
    .where("events.version", ">", args.version)
    .orderBy("events.version")
    .limit(args.limit),
);

/** The next events of one stream after a version. */
export function* readStreamAfter(stream: number, version: number, limit: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(streamAfter({ stream, version, limit }))).map(eventOf);
}

const lastVersion = query((db, args: { stream: number }) =>
  db.selectFrom("events").select("version").where("stream", "=", args.stream).orderBy("version", "desc").limit(1),
);

/** How many events a stream has. */
export function* readLastVersion(stream: number): Reads<number> {
  return (yield* askOne(lastVersion({ stream })))?.version ?? 0;
}
