// verify finds what cannot follow in the log: positions, versions and times out of order, and steps that no ledger takes.

import { anyEvent, exchangedVersions, findsEach, movedTo } from "./verify-finds.ts";

const lastRevoke = "select max(position) from events where type = 'SeatRevoked'";
const lastEvent = "select max(position) from events";

findsEach([
  ["a position that is missing", "delete from events where position = 5", "events", "position", "select 6"],
  [
    "a position far behind the others",
    `update events set position = 1000 where position = (${lastEvent})`,
    "events",
    "position",
    "select 1000",
  ],
  [
    "a version that is missing",
    `update events set version = 99 where position = (${anyEvent})`,
    "events",
    "version",
    anyEvent,
  ],
  ...["MemberRegistered", "PoolResized"].map((type) => {
    const first = `select min(position) from events where type = '${type}'`;
    return [
      `versions that two ${type} exchanged`,
      exchangedVersions(type),
      ...(["events", "version", first] as const),
    ] as const;
  }),
  ...[0, -1].map(
    (place) =>
      [
        `the last event at position ${place}`,
        movedTo(place),
        ...(["events", "position", `select ${place}`] as const),
      ] as const,
  ),
  [
    "a time of recording before the last",
    `update events set recorded_at = 1 where position = (${anyEvent})`,
    "events",
    "recorded_at",
    anyEvent,
  ],
  [
    "a step that could not follow",
    `update events set type = 'SeatAssigned', data = (select data from events where type = 'SeatAssigned' limit 1)
     where position = (${anyEvent})`,
    "events",
    "type",
    anyEvent,
  ],
  [
    "a holding that is not the seat's",
    `update events set holding_id = 'ada00000-0000-4000-8000-000000000000' where position = (${anyEvent})`,
    "events",
    "type",
    anyEvent,
  ],
  ...["OrganizationRegistered", "CustomerRegistered", "MemberRegistered"].map((type) => {
    const position = `select max(position) from events where type = '${type}' and origin = 'command'`;
    const tomorrow = "update events set occurred_at = recorded_at + 86400000";
    return [
      `a ${type} that a command told before it happened`,
      `${tomorrow} where position = (${position})`,
      ...(["events", "occurred_at", position] as const),
    ] as const;
  }),
  [
    "another organization's event",
    `update events set organization = 2 where position = (${anyEvent})`,
    "events",
    "organization",
    anyEvent,
  ],
  [
    "a time before the pool's last",
    `update events set occurred_at = 1 where position = (${anyEvent})`,
    "events",
    "occurred_at",
    anyEvent,
  ],
  [
    "a time in the future",
    `update events set occurred_at = 253000000000000 where position = (${anyEvent})`,
    "events",
    "occurred_at",
    anyEvent,
  ],
  ...["SeatAssigned", "SeatClaimed", "SeatRevoked", "MemberRegistered"].map((type) => {
    const position = `select max(position) from events where type = '${type}'`;
    const somebody = "update events set person_id = 'ada00000-0000-4000-8000-000000000000'";
    return [
      `somebody else in ${type}`,
      `${somebody} where position = (${position})`,
      "events",
      "person_id",
      position,
    ] as const;
  }),
  [
    "a status that the revoked seat had not",
    `update events set data = replace('{"was":"pendingclaimed"}', data ->> 'was', '') where position = (${lastRevoke})`,
    "events",
    "data",
    lastRevoke,
  ],
  [
    "a version superseded by an earlier one",
    `update events set supersedes = '99' where position = (${anyEvent})`,
    "events",
    "supersedes",
    anyEvent,
  ],
]);
