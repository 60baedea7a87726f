// rebuild makes again whatever was made from the log and is not as it says: every table, every kind of damage. What is right
// stays as it is, and nobody who reads or writes meanwhile sees a difference.

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { answersOf, type RichLedger, richLedger } from "./rich-ledger.ts";

/** Every table of the file: made from the log, or how it is not. A table that is missing here fails the test below. */
const tables = {
  events: "the log",
  personal: "the log",
  streams: "the log",
  organizations: "made",
  customers: "made",
  members: "made",
  pools: "made",
  seats: "made",
  invitations: "made",
  sessions: "made",
  forgotten: "made",
  event_terms: "made",
  event_terms_mark: "made",
  idempotency: "not in the log",
  subscriptions: "not in the log",
  set_aside: "not in the log",
  parked: "not in the log",
  observations: "not in the log",
  notes: "not in the log",
} as const;

type Table = keyof typeof tables;
type Made = { readonly [Name in Table]: (typeof tables)[Name] extends "made" ? Name : never }[Table];

/** A term of somebody who is named in this block of the log and not in the other one that is damaged here. */
const personIn = (block: number) =>
  `select min(term) from event_terms where block = ${block} and term like 'p%' and term not in
    (select other.term from event_terms as other where other.block = 9 - ${block})`;
const someTerm = `block = 3 and term = (${personIn(3)})`;

const firstPool = "(select min(stream) from pools)";

/** For each table that is made from the log the damages that it can take, besides being emptied. */
const damages: { readonly [Name in Made]: Readonly<Record<string, string>> } = {
  organizations: {
    "a row that shows something else":
      "update organizations set seats_enabled = 1 - seats_enabled, version = version + 7",
    "a slug that is another's":
      "update organizations set slug = 'x' || slug; update organizations set slug = 'acme' where slug = 'xbeta'",
    "a row of no organization": "insert into organizations values (900, '900', 'Ghost', 'ghost', 1, 1, 5, 1)",
    "an id that is another's": `update organizations set id = 'x' || id;
      update organizations set id = (select substr(id, 2) from organizations order by stream desc limit 1)
      where stream = (select min(stream) from organizations)`,
  },
  customers: {
    "a row that shows something else":
      "update customers set email = 'x@x.example', email_key = null, external_id = 'x', version = 99",
    "an id that is no one's": "update customers set id = 'x' || id, organization = 3 - organization",
    "an organization that is another's": "update customers set organization = 3 - organization",
    "a row of a stream that is no customer": `update customers set stream = ${firstPool} where stream = (select min(stream) from customers)`,
  },
  members: {
    "a row that shows something else": "update members set role = 'billing_manager', name = 'x', removed_at = 5",
    "a customer that is another's": "update members set customer = (select max(stream) from customers)",
    "a customer that there is not": "update members set customer = -5",
    "a row of nobody": `insert into members values ('${randomUUID()}', 2, null, null, null, null, 'member', 5, null, null)`,
  },
  pools: {
    "numbers that are wrong": "update pools set pending = 7, claimed = -1, bought = bought + 1",
    "a row that shows something else":
      "update pools set status = 'closed', last_occurred_at = 5, customer = organization, version = 2",
    "an id that is another's": `update pools set id = 'x' || id;
      update pools set id = (select substr(p.id, 2) from pools as p where p.stream <> ${firstPool} limit 1)
        where stream = ${firstPool}`,
  },
  seats: {
    "a row that shows something else":
      "update seats set status = 'pending', person_id = null, metadata = '{}', version = version + 1",
    "ids that are exchanged": `update seats set id = 'x' || id where pool = ${firstPool};
      update seats set id = (select substr(s.id, 2) from seats as s where s.pool = ${firstPool} and s.ordinal = 2)
        where pool = ${firstPool} and ordinal = 1`,
    "a row under another number": `update seats set ordinal = ordinal + 10 where pool = ${firstPool}`,
    "rows of another pool": `update seats set pool = 900 where pool = ${firstPool}`,
    "a row that is missing": `delete from seats where pool = ${firstPool} and ordinal = 2`,
    "a row too many": `insert into seats select pool, 77, 'ghost', status, occupancy, holding_id, person_id, customer_id, member_id, email, metadata,
      created_at, modified_at, claimed_at, revoked_at, expires_at, invitation_id, invitation_key_id, invitation_hash, version, occupancies
      from seats where pool = ${firstPool} and ordinal = 1`,
  },
  invitations: {
    "a row that leads elsewhere": "update invitations set pool = 1",
    "a row that leads to another seat": "update invitations set ordinal = ordinal + 1",
    "a row that no event brought": "insert into invitations select 'zz' || hash, pool, ordinal from invitations",
    "a row that is missing": "delete from invitations where hash = (select max(hash) from invitations)",
    "a row under another hash": "update invitations set hash = hash || 'x'",
    "a row under more of its hash": `update invitations set hash = (
      select substr(data ->> '$[0][2]', 1, 17) from events
      where data ->> '$[0][2]' like invitations.hash || '%')`,
  },
  sessions: {
    "a row that lasts longer": "update sessions set expires_at = expires_at + 1",
    "a row that no event brought":
      "insert into sessions select '-' || hash, pool, ordinal, occupancy, expires_at from sessions",
    "a row of another holding": "update sessions set occupancy = occupancy + 1",
  },
  forgotten: {
    "a row of another organization": "update forgotten set organization = organization + 1",
    "a row of somebody who was not": "insert into forgotten values ('somebody', 1)",
  },
  event_terms: {
    "a row that is missing": `delete from event_terms where ${someTerm}`,
    "a row that leads elsewhere": `update event_terms set block = block + 40 where ${someTerm}`,
    "a row under another term": `update event_terms set term = 'pnobody' where ${someTerm}`,
    "two rows that lead to each other's events": `update event_terms set block = 9 - block
      where term in ((${personIn(3)}), (${personIn(6)})) and block in (3, 6)`,
    "a row too many": "insert into event_terms values ('pnobody', 3)",
    "a row that leads beyond the log": "insert into event_terms values ('pnobody', 90000)",
  },
  event_terms_mark: {
    "a mark beyond what is indexed": "update event_terms_mark set position = position + 16",
    "a mark inside a block": "update event_terms_mark set position = position + 3",
    "a mark beyond the log": "update event_terms_mark set position = 90000",
    "a mark before what is indexed": "update event_terms_mark set position = position - 16",
  },
};

const made = Object.keys(damages) as Made[];
/** How far the index goes is nobody's business but its own. */
const compared = made.filter((table) => !table.startsWith("event_terms"));

const cases = compared.flatMap((table) => [
  [table, "every row gone", `delete from ${table}`] as const,
  ...Object.entries(damages[table]).map(([what, damage]) => [table, what, damage] as const),
]);

/** Every row of the tables that are made from the log. */
function rowsOf({ file }: RichLedger): unknown {
  using database = openPlainly(file);
  return compared.map((table) => [table, database.prepare(`select * from ${table} order by 1, 2`).all()]);
}

/** With so many events that the index holds some of them. */
async function grownLedger(): Promise<RichLedger> {
  const rich = await richLedger();
  const { ledger, subscriptionId } = rich;
  await ledger.resizePool({ subscriptionId, seats: 2_000 });
  const recipients = Array.from({ length: 600 }, (_, index) => ({ email: `person-${index}@acme.example` }));
  await ledger.assignSeats({ subscriptionId, recipients });
  return rich;
}

/** What is found by the index. */
async function foundIn({ ledger, subscriptionId }: RichLedger): Promise<unknown> {
  const { seats } = await ledger.listSeats({ subscriptionId });
  const of = (personId: string | null) => ledger.history(personId ? { personId } : {});
  const people = await Promise.all(seats.slice(0, 40).map((seat) => of(seat.personId)));
  return [people, await ledger.history({ types: ["PoolOpened", "SeatClaimed"] })];
}

describe("rebuild makes the index anew where there is", () => {
  const damaged = [...Object.entries(damages.event_terms), ...Object.entries(damages.event_terms_mark)];
  test.each([...damaged, ["no row", "delete from event_terms"], ["no mark", "delete from event_terms_mark"]])(
    "%s",
    async (_, damage) => {
      await using rich = await grownLedger();
      const found = await foundIn(rich);
      rich.damage(damage);
      const { problems } = await rich.ledger.verify();
      expect(problems).toMatchObject([{ table: "event_terms", rebuildable: true }]);
      expect(await rich.ledger.rebuild()).toMatchObject({ changed: 1 });
      expect(await foundIn(rich)).toEqual(found);
      expect(await rich.ledger.verify()).toMatchObject({ ok: true });
      await rich.ledger.assignSeat({ subscriptionId: rich.subscriptionId, email: "zoe@acme.example" });
    },
  );
});

test("the tables of a ledger are all known here", async () => {
  await using rich = await richLedger();
  using database = openPlainly(rich.file);
  const found = database.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  expect(found.toSorted()).toEqual(Object.keys(tables).toSorted());
});

describe("rebuild mends", () => {
  test.each(cases)("%s: %s", async (table, _, damage) => {
    await using rich = await richLedger();
    const [rows, answers] = [rowsOf(rich), await answersOf(rich)];
    rich.damage(damage);
    expect(rowsOf(rich)).not.toEqual(rows);
    const { ok, problems } = await rich.ledger.verify();
    expect(ok).toBe(false);
    expect(problems.map((problem) => problem.table)).toContain(table);
    expect(problems.filter(({ rebuildable }) => !rebuildable)).toEqual([]);
    const { changed } = await rich.ledger.rebuild();
    expect(changed).toBeGreaterThan(0);
    expect(rowsOf(rich)).toEqual(rows);
    expect(await answersOf(rich)).toEqual(answers);
    expect(await rich.ledger.verify()).toMatchObject({ ok: true, problems: [] });
  });

  test("everything at once", async () => {
    await using rich = await richLedger();
    const [rows, answers] = [rowsOf(rich), await answersOf(rich)];
    rich.damage(compared.map((table) => `delete from ${table};`).join("\n"));
    await rich.ledger.rebuild();
    expect(rowsOf(rich)).toEqual(rows);
    expect(await answersOf(rich)).toEqual(answers);
  });

  test("what commands remembered of it while it was wrong", async () => {
    await using rich = await richLedger();
    const { ledger, seats } = rich;
    rich.damage(`update seats set metadata = '{"desk":"nowhere"}' where id = '${seats.claimed}'`);
    // Another seat's command reads the pool, and keeps it.
    await ledger.revokeSeat({ seatId: seats.pending });
    await ledger.rebuild();
    expect((await ledger.revokeSeat({ seatId: seats.claimed })).seatMetadata).toEqual({ desk: "bob" });
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });
});

test("after a rebuild nobody is shown a list that was remembered while it was wrong", async () => {
  await using rich = await richLedger();
  const { ledger, subscriptionId } = rich;
  const pool = { subscriptionId };
  const right = await ledger.listSeats(pool);
  // Another event of the same pool, so that the list is read anew, and wrong.
  await ledger.resizePool({ ...pool, seats: right.totalSeats + 1 });
  rich.damage(`update seats set metadata = '{"desk":"nowhere"}'`);
  const wrong = await ledger.listSeats(pool);
  expect(wrong.seats.map(({ seatMetadata }) => seatMetadata)).toContainEqual({ desk: "nowhere" });
  await ledger.rebuild();
  expect((await ledger.listSeats(pool)).seats).toEqual(right.seats);
});

describe("rebuild leaves alone", () => {
  test("what is right", async () => {
    await using rich = await richLedger();
    const rows = rowsOf(rich);
    const { entries } = await rich.ledger.history();
    expect(await rich.ledger.rebuild()).toEqual({ changed: 0, upTo: entries.at(-1)?.position });
    expect(rowsOf(rich)).toEqual(rows);
  });

  test("what the log cannot tell any more", async () => {
    await using rich = await richLedger();
    rich.damage(`update events set data = '{' where type = 'SeatClaimed'; update seats set status = 'revoked'`);
    using database = openPlainly(rich.file);
    const broken = `select * from seats where pool = ${firstPool}`;
    const before = database.prepare(broken).all();
    expect(await rich.ledger.rebuild()).toMatchObject({ changed: 2 });
    expect(database.prepare(broken).all()).toEqual(before);
  });
});

test("while it is rebuilt, answers stay the same and commands go on", async () => {
  await using rich = await richLedger();
  const { ledger, subscriptionId } = rich;
  await ledger.resizePool({ subscriptionId, seats: 1_000 });
  const recipients = Array.from({ length: 700 }, (_, index) => ({ email: `person-${index}@acme.example` }));
  await ledger.assignSeats({ subscriptionId, recipients });
  const elsewhere = { subscriptionId: randomUUID() };
  const { customerId } = await ledger.getPool({ subscriptionId });
  const { organizationId } = rich;
  await ledger.openPool({
    ...elsewhere,
    organizationId,
    customerId,
    product: { id: "more", name: "More" },
    seats: 500,
  });
  const answers = await answersOf(rich);
  let isDone = false;
  const rebuilding = ledger.rebuild().finally(() => {
    isDone = true;
  });
  let asked = 0;
  while (!isDone) {
    const [{ seat }, same] = await Promise.all([
      ledger.assignSeat({ ...elsewhere, email: `new-${asked}@acme.example` }),
      ledger.listSeats({ subscriptionId }),
    ]);
    expect((await ledger.getSeat({ seatId: seat.id })).status).toBe("pending");
    expect((answers as { lists: unknown[] }).lists).toContainEqual(same);
    asked += 1;
  }
  expect(await rebuilding).toMatchObject({ changed: 0 });
  expect(asked).toBeGreaterThan(1);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("a rebuild that is given up can be begun again", async () => {
  await using rich = await richLedger();
  const rows = rowsOf(rich);
  rich.damage("delete from seats; delete from invitations; delete from members");
  const reason = new Error("enough");
  for (let calls = 0; calls < 4; calls += 1) {
    const stop = new AbortController();
    let left = calls;
    const onProgress = () => {
      if (left === 0) stop.abort(reason);
      left -= 1;
    };
    await rich.ledger
      .rebuild({ signal: stop.signal, onProgress })
      .catch((error: unknown) => expect(error).toBe(reason));
  }
  await rich.ledger.rebuild();
  expect(rowsOf(rich)).toEqual(rows);
});
