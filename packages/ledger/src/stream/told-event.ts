// From a row of the log to the event that listeners are told, in one step: a whole log goes through here.

import type { LedgerEvent } from "../answers/event.ts";
import { streamKindOf } from "../domain/events.ts";
import { invariant } from "../invariant.ts";
import { dateOrNull } from "../store/event-codec.ts";
import { dataOf } from "../store/event-data.ts";
import { isEventType, schemaVersionOf } from "../store/event-schemas.ts";
import type { LateCells, ScannedRow } from "../store/log-scan.ts";
import type { StreamNames } from "../store/stream-names.ts";
import { upcast } from "../store/upcasters.ts";

const atRest: LateCells = [null, null, 0, null, null, null, null];

/** The event of a row whose streams are known. */
export function toldEvent(row: ScannedRow, names: StreamNames): LedgerEvent {
  // One after the other: taking an array apart by a pattern walks it as an iterator, which takes longer.
  const position = row[0];
  const stream = names.of(row[1]);
  const type = row[3];
  const schemaVersion = row[4];
  const organization = names.of(row[5]);
  const late: LateCells = row[16] === null ? atRest : JSON.parse(row[16]);
  // Plain messages: to put the position into them would cost each event more than these checks.
  invariant(isEventType(type), "the log holds events of known types");
  invariant(stream && organization, "every event stands in a stream");
  invariant(streamKindOf[type] === stream.kind, "every event stands in a stream of its kind");
  const stored = { stream_id: stream.id, person_id: row[6], data: dataOf(type, row[15], row[6]) };
  const { person_id, data } = schemaVersion === schemaVersionOf(type) ? stored : upcast(type, schemaVersion, stored);
  invariant(schemaVersion <= schemaVersionOf(type), "no event is of a newer schema than the format of the ledger");
  return {
    type,
    data,
    position,
    stream,
    version: row[2],
    schemaVersion,
    organizationId: organization.id,
    personId: person_id,
    seatId: row[8],
    occupancy: row[9],
    holdingId: row[7],
    occurredAt: new Date(row[10]),
    recordedAt: new Date(row[11]),
    actor: { type: row[12], id: row[13] },
    origin: row[14],
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
