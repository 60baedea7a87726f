// From a row of the log to the event that listeners are told, in one step: a whole log goes through here.

import type { LedgerEvent } from "../answers/event.ts";
import { type EventType, type StreamKind, streamKindOf } from "../domain/events.ts";
import { invariant } from "../invariant.ts";
import { dateOrNull } from "../store/event-codec.ts";
import { dataOf } from "../store/event-data.ts";
import { isEventType, schemaVersionOf } from "../store/event-schemas.ts";
import { dataOfText } from "../store/listed-text.ts";
import type { LateCells, ScannedRow } from "../store/log-scan.ts";
import type { StreamNames } from "../store/stream-names.ts";
import { upcast } from "../store/upcasters.ts";

const atRest: LateCells = [null, null, 0, null, null, null, null];

/** What many events have in common. */
interface Kind {
  readonly text: string;
  readonly type: EventType;
  readonly schemaVersion: number;
  readonly actorType: string;
  readonly origin: string;
  readonly streamKind: StreamKind;
  /** Whether it was written by an older schema. */
  readonly isOld: boolean;
}

/** There are few of them: each is taken apart once. */
const kinds = new Map<string, Kind>();
/** Of the event before: often the same, and two texts are compared sooner than one is looked up. */
let last: Kind | null = null;

function kindOf(text: string): Kind {
  if (last?.text === text) return last;
  last = kinds.get(text) ?? newKind(text);
  return last;
}

function newKind(text: string): Kind {
  const [type = "", version, actorType = "", origin = ""] = text.split(" ");
  const schemaVersion = Number(version);
  invariant(isEventType(type), "the log holds events of known types");
  const today = schemaVersionOf(type);
  invariant(schemaVersion <= today, "no event is of a newer schema than the format of the ledger");
  const streamKind = streamKindOf[type];
  const made = { text, type, schemaVersion, actorType, origin, streamKind, isOld: schemaVersion < today };
  kinds.set(text, made);
  return made;
}

/** The event of a row whose streams are known. */
export function toldEvent(row: ScannedRow, names: StreamNames): LedgerEvent {
  // One after the other: taking an array apart by a pattern walks it as an iterator, which takes longer.
  const stream = names.of(row[1]);
  const organization = names.of(row[3]);
  const { type, schemaVersion, actorType, origin, streamKind, isOld } = kindOf(row[4]);
  const late: LateCells = row[13] === null ? atRest : JSON.parse(row[13]);
  // Plain messages: to put the position into them would cost each event more than these checks.
  invariant(stream && organization, "every event stands in a stream");
  invariant(streamKind === stream.kind, "every event stands in a stream of its kind");
  const read = dataOfText(type, row[12], row[5]) ?? dataOf(type, row[12], row[5]);
  const stored = { stream_id: stream.id, person_id: row[5], data: read };
  const { person_id, data } = isOld ? upcast(type, schemaVersion, stored) : stored;
  return {
    type,
    data,
    position: row[0],
    stream,
    version: row[2],
    schemaVersion,
    organizationId: organization.id,
    personId: person_id,
    seatId: row[7],
    occupancy: row[8],
    holdingId: row[6],
    occurredAt: new Date(row[9]),
    recordedAt: new Date(row[10]),
    actor: { type: actorType, id: row[11] },
    origin,
    originId: late[0],
    observedAt: dateOrNull(late[1]),
    inferred: late[2] === 1,
    notBefore: dateOrNull(late[3]),
    notAfter: dateOrNull(late[4]),
    cause: late[5],
    supersedes: late[6] === null ? null : Number(late[6]),
    // The type chose the shape of the data: one event of the union.
  } as LedgerEvent;
}
