// verify finds an event whose fields say what no event can say.

import { anyEvent, findsEach } from "./verify-finds.ts";

const firstOpening = "select min(position) from events where type = 'PoolOpened'";
const lastCustomer = "select max(position) from events where type = 'CustomerRegistered'";
/** Its ids hold letters, which may be large. */
const lettered = (type: string) => `select min(position) from events where type = '${type}' and seat_id glob '*[a-f]*'
  and holding_id glob '*[a-f]*' and person_id glob '*[a-f]*'`;

findsEach([
  [
    "an unknown type",
    `update events set type = 'SeatPainted' where position = (${anyEvent})`,
    "events",
    "type",
    anyEvent,
  ],
  [
    "a newer schema",
    `update events set schema_version = 9 where position = (${anyEvent})`,
    "events",
    "schema_version",
    anyEvent,
  ],
  ["data that is no JSON", `update events set data = '{' where position = (${anyEvent})`, "events", "data", anyEvent],
  [
    "data of another type",
    `update events set data = '{"was":"pending"}' where position = (${anyEvent})`,
    "events",
    "data",
    anyEvent,
  ],
  ...[
    ["that is no list", `'{"session":null}'`],
    ["whose list is too long", "json_insert(data, '$[#]', 1)"],
    ["without a time", "json_remove(data, '$[1]')"],
    ["whose time is text", "json_replace(data, '$[1]', 'soon')"],
    ["without a part of the token", "json_remove(data, '$[0][2]')"],
    ["whose token is no list", "json_replace(data, '$[0]', 'abc')"],
  ].map(
    ([what, data]) =>
      [
        `data ${what}`,
        `update events set data = ${data} where position = (${anyEvent})`,
        ...(["events", "data", anyEvent] as const),
      ] as const,
  ),
  [
    "data of today under an older schema",
    `update events set schema_version = 1 where position = (${anyEvent})`,
    "events",
    "data",
    anyEvent,
  ],
  [
    "data that say the same thing twice",
    `update events set data = replace(data, '{"kind"', '{"kind":"order","kind"') where position = (${firstOpening})`,
    "events",
    "data",
    firstOpening,
  ],
  ...["null", "7"].map(
    (value) =>
      [
        `a personal row of which ${value} is told`,
        `update events set has_personal = ${value} where position = (${anyEvent})`,
        ...(["events", "has_personal", anyEvent] as const),
      ] as const,
  ),
  [
    "a seat that is not named",
    `update events set seat_id = null where position = (${anyEvent})`,
    "events",
    "seat_id",
    anyEvent,
  ],
  ...["seat_id", "holding_id", "person_id"].flatMap((column) =>
    ["'x'", `${column} || ' '`, `upper(${column})`, `replace(${column}, '-', '')`].map((value) => {
      const position = lettered("SeatAssigned");
      return [
        `a ${column} that is no id but ${value}`,
        `update events set ${column} = ${value} where position = (${position})`,
        ...(["events", column, position] as const),
      ] as const;
    }),
  ),
  [
    "a later step's holding that is no id",
    `update events set holding_id = 'x' where position = (${lettered("SeatRevoked")})`,
    "events",
    "holding_id",
    lettered("SeatRevoked"),
  ],
  [
    "a person's id that is no id, in an event of no seat",
    `update events set person_id = '' where position = (${lastCustomer})`,
    "events",
    "person_id",
    lastCustomer,
  ],
  [
    "an actor without an id who is said to have one",
    `update events set actor_id = '' where position = (${anyEvent})`,
    "events",
    "actor_id",
    anyEvent,
  ],
  [
    "an actor of no kind",
    `update events set actor_type = 'ghost' where position = (${anyEvent})`,
    "events",
    "actor_type",
    anyEvent,
  ],
  [
    "an origin that there is not",
    `update events set origin = 'hearsay' where position = (${anyEvent})`,
    "events",
    "origin",
    anyEvent,
  ],
  [
    "a cause that there is not",
    `update events set cause = 'whim' where position = (${anyEvent})`,
    "events",
    "cause",
    anyEvent,
  ],
  [
    "a guess without a span",
    `update events set inferred = 1 where position = (${anyEvent})`,
    "events",
    "not_after",
    anyEvent,
  ],
  [
    "what is neither a guess nor none",
    `update events set inferred = 2 where position = (${anyEvent})`,
    "events",
    "inferred",
    anyEvent,
  ],
  [
    "the end of a span of no guess",
    `update events set not_after = 5 where position = (${anyEvent})`,
    "events",
    "not_after",
    anyEvent,
  ],
  [
    "a span that ends before it begins",
    `update events set inferred = 1, not_before = 6, not_after = 5 where position = (${anyEvent})`,
    "events",
    "not_before",
    anyEvent,
  ],
  [
    "a version superseded that is no number",
    `update events set supersedes = 'x' where position = (${anyEvent})`,
    "events",
    "supersedes",
    anyEvent,
  ],
  [
    "a span of no guess",
    `update events set not_before = 5 where position = (${anyEvent})`,
    "events",
    "not_before",
    anyEvent,
  ],
]);
