// verify finds whatever is wrong with a ledger, and says where it stands. It says nothing that names a person.

import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { type RichLedger, richLedger } from "./rich-ledger.ts";

const anyEvent = "select position from events where type = 'SeatClaimed'";
const lastRevoke = "select max(position) from events where type = 'SeatRevoked'";
const lastCustomer = "select max(position) from events where type = 'CustomerRegistered'";
/** Its ids hold letters, which may be large. */
const lettered = (type: string) => `select min(position) from events where type = '${type}' and seat_id glob '*[a-f]*'
  and holding_id glob '*[a-f]*' and person_id glob '*[a-f]*'`;
const lastEvent = "select max(position) from events";

/** Damage to the log itself, and at which row it is told: nothing but a backup mends it. */
const broken: readonly (readonly [
  what: string,
  damage: string,
  table: string,
  field: string | null,
  at: string | null,
])[] = [
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
    "a seat that is not named",
    `update events set seat_id = null where position = (${anyEvent})`,
    "events",
    "seat_id",
    anyEvent,
  ],
  [
    "a holding that is not the seat's",
    `update events set holding_id = 'ada00000-0000-4000-8000-000000000000' where position = (${anyEvent})`,
    "events",
    "type",
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
    "a span of no guess",
    `update events set not_before = 5 where position = (${anyEvent})`,
    "events",
    "not_before",
    anyEvent,
  ],
  [
    "a version superseded by an earlier one",
    `update events set supersedes = '99' where position = (${anyEvent})`,
    "events",
    "supersedes",
    anyEvent,
  ],
  [
    "a stream without a name",
    "delete from streams where kind = 'pool' and stream = (select min(stream) from pools)",
    "streams",
    null,
    "select min(position) from events where type = 'PoolOpened'",
  ],
  [
    "a stream of another kind",
    "update streams set kind = 'customer' where stream = (select min(stream) from pools)",
    "streams",
    "kind",
    "select min(position) from events where type = 'PoolOpened'",
  ],
  [
    "a stream whose name is no id",
    "update streams set id = 'x' where stream = (select min(stream) from customers)",
    "streams",
    "id",
    "select min(position) from events where type = 'CustomerRegistered'",
  ],
  ["a name without a stream", "insert into streams values (500, 'pool', '500')", "streams", null, null],
  [
    "a personal row that is gone",
    "delete from personal where stream = (select min(stream) from customers) and version = 1",
    "personal",
    null,
    "select min(position) from events where type = 'CustomerRegistered'",
  ],
  [
    "a personal row that no event brought",
    "insert into personal values ((select min(stream) from pools), 900, '{}')",
    "personal",
    null,
    null,
  ],
  [
    "a personal row that is unreadable",
    "update personal set data = '[]' where stream = (select min(stream) from customers) and version = 1",
    "personal",
    null,
    "select min(position) from events where type = 'CustomerRegistered'",
  ],
];

function numberIn({ file }: RichLedger, at: string): number {
  using database = openPlainly(file);
  return Number(database.prepare(at).pluck().get());
}

describe("a ledger that nobody damaged", () => {
  test("is whole, with somebody forgotten in it as well", async () => {
    await using rich = await richLedger();
    const { entries } = await rich.ledger.history();
    expect(await rich.ledger.verify()).toEqual({ ok: true, problems: [], more: 0, upTo: entries.at(-1)?.position });
  });

  test("is whole where a source dated what it showed by a clock that is ahead", async () => {
    await using rich = await richLedger();
    const { ledger, organizationId } = rich;
    const createdAt = new Date(Date.now() + 86_400_000);
    const source = { origin: "listing", originId: "ahead", observedAt: new Date() } as const;
    const customer = { type: "customer", id: crypto.randomUUID(), organizationId, createdAt } as const;
    await ledger.record([customer], source);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  test("is whole when there is nothing in it", async () => {
    await using ledger = await openLedger({ file: ":memory:" });
    expect(await ledger.verify()).toEqual({ ok: true, problems: [], more: 0, upTo: 0 });
  });
});

describe("verify finds", () => {
  test.each(broken)("%s", async (_, damage, table, field, at) => {
    await using rich = await richLedger();
    const position = at === null ? null : numberIn(rich, at);
    rich.damage(damage);
    const { ok, problems } = await rich.ledger.verify();
    expect(ok).toBe(false);
    expect(problems.map((problem) => problem.table)).toContain(table);
    expect(problems[0]).toMatchObject({ table, field, position, rebuildable: false });
  });

  test("the place of a seat that shows something else, in words as well", async () => {
    await using rich = await richLedger();
    rich.damage(`update seats set status = 'pending' where id = '${rich.seats.claimed}'`);
    const { problems } = await rich.ledger.verify();
    const { entries } = await rich.ledger.history({ seatId: rich.seats.claimed });
    const { position, event } = entries.at(-1) ?? {};
    const stream = { kind: "pool", id: rich.subscriptionId };
    const message = `seats.status of pool ${rich.subscriptionId} at version ${event?.version} (position ${position}): expected claimed, found pending.`;
    const what = { expected: "claimed", found: "pending", message, rebuildable: true };
    expect(problems).toEqual([{ table: "seats", field: "status", stream, version: event?.version, position, ...what }]);
  });

  test("an actor who is another than the index says, and does not say which of them was changed", async () => {
    await using rich = await richLedger();
    const { subscriptionId } = rich;
    // So many events are indexed at a time.
    for (let seats = 6; seats < 6 + 1_024; seats += 1) {
      await rich.ledger.resizePool({ subscriptionId, seats }, { actor: { type: "user", id: "usr_ada" } });
    }
    const edit = "update events set actor_id = 'usr_bob' where actor_id = 'usr_ada' and position < 100";
    rich.damage(edit);
    const { problems } = await rich.ledger.verify();
    const found = "others: history may miss some, or an event was changed";
    expect(problems).toMatchObject([{ table: "event_terms", found, rebuildable: true }]);
  });

  test("the first hundred in the order of the log, and how many more there are", async () => {
    await using rich = await richLedger();
    const { subscriptionId } = rich;
    await rich.ledger.resizePool({ subscriptionId, seats: 200 });
    const recipients = Array.from({ length: 150 }, (_, index) => ({ email: `person-${index}@acme.example` }));
    await rich.ledger.assignSeats({ subscriptionId, recipients });
    rich.damage("update seats set modified_at = modified_at + 1");
    const { problems, more } = await rich.ledger.verify();
    const positions = problems.map(({ position }) => position ?? 0);
    expect(problems).toHaveLength(100);
    expect(more).toBe(numberIn(rich, "select count(*) from seats") - 100);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });
});

test("no problem names a person, a token or a product", async () => {
  await using rich = await richLedger();
  rich.damage(`update seats set email = 'leak@acme.example', metadata = '{"desk":"leak"}', invitation_hash = 'leak';
    update members set name = 'leak', role = 'owner'; update customers set email = 'leak@acme.example', email_key = 'leak';
    update organizations set name = 'leak'; update pools set product_name = 'leak'; update personal set data = '{"leak":1}';
    update invitations set pool = 77; update sessions set expires_at = 5; delete from forgotten;`);
  const { problems } = await rich.ledger.verify();
  expect(problems.length).toBeGreaterThan(10);
  expect(JSON.stringify(problems)).not.toMatch(/leak|@|acme\b|Bea|Team/);
});

test("a verification is given up by its signal, and tells how far it has come", async () => {
  await using rich = await richLedger();
  const reason = new Error("enough");
  await expect(rich.ledger.verify({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const stop = new AbortController();
  await expect(rich.ledger.verify({ signal: stop.signal, onProgress: () => stop.abort(reason) })).rejects.toBe(reason);
  const told: { readonly done: number; readonly total: number }[] = [];
  const { upTo } = await rich.ledger.verify({ onProgress: (progress) => told.push(progress) });
  expect(told.at(-1)).toEqual({ done: upTo, total: upTo });
  expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((one, other) => one - other));
});

test("verify and rebuild are of the whole ledger, not of one organization", async () => {
  await using rich = await richLedger();
  const fenced = rich.ledger.forOrganization(rich.organizationId) as unknown as RichLedger["ledger"];
  for (const call of [
    () => fenced.verify(),
    () => fenced.rebuild(),
    () => fenced.backup(rich.folder.path("copy.db")),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "InvalidRequest" });
  }
});
