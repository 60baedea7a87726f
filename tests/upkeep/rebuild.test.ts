// rebuild makes again whatever was made from the log and is not as it says: every table, every kind of damage. What is right
// stays as it is.

import { describe, expect, test } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { compared, damages, firstPool, rowsOf, tables } from "./made-tables.ts";
import { answersOf, type RichLedger, richLedger } from "./rich-ledger.ts";
import { verifiedBothWays } from "./verified-both-ways.ts";
import { anyEvent, exchangedVersions, movedTo, numberIn } from "./verify-finds.ts";

/** What stands in the log and no ledger writes. */
const unbelievable = [
  [
    "a pool of which a command tells what is yet to come",
    `update events set occurred_at = 253000000000000 where position = (${anyEvent})`,
  ],
  ["a customer of whom two members exchanged their versions", exchangedVersions("MemberRegistered")],
  ["a mirrored pool of which two sizes exchanged their versions", exchangedVersions("PoolResized")],
  ["a pool whose last event stands before the first one of the log", movedTo(0)],
] as const;

/** In place of the index of streams and versions stands an empty one. */
function loseIndex({ file }: RichLedger): void {
  using database = openPlainly(file);
  database.unsafeMode();
  const version = Number(database.pragma("schema_version", { simple: true }));
  database.exec(`create table bare (stream integer, version integer, unique (stream, version));
    pragma writable_schema = on;
    update sqlite_schema set rootpage = (select rootpage from sqlite_schema where name = 'sqlite_autoindex_bare_1')
      where name = 'sqlite_autoindex_events_1';
    pragma schema_version = ${version + 2};`);
}

const cases = compared.flatMap((table) => [
  [table, "every row gone", `delete from ${table}`] as const,
  ...Object.entries(damages[table]).map(([what, damage]) => [table, what, damage] as const),
]);

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
    for (const threads of [0, 1]) {
      const { ok, problems } = await rich.ledger.verify({ threads });
      expect(ok).toBe(false);
      expect(problems.map((problem) => problem.table)).toContain(table);
      expect(problems.filter(({ rebuildable }) => !rebuildable)).toEqual([]);
    }
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

  test("views of events that say of their source what no event can", async () => {
    await using rich = await richLedger();
    const rows = rowsOf(rich);
    rich.damage("update events set origin = 'hearsay', cause = 'whim'; update seats set modified_at = modified_at + 1");
    expect(await rich.ledger.rebuild()).toMatchObject({ changed: numberIn(rich, "select count(*) from seats") });
    expect(rowsOf(rich)).toEqual(rows);
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

  test("everything, where the index by which streams are read leads to none of them", async () => {
    await using rich = await richLedger();
    const rows = rowsOf(rich);
    loseIndex(rich);
    expect(await verifiedBothWays(rich.ledger)).toMatchObject({
      problems: [{ table: "events", field: null, rebuildable: false }],
    });
    expect(await rich.ledger.rebuild()).toMatchObject({ changed: 0 });
    expect(rowsOf(rich)).toEqual(rows);
  });

  test.each(unbelievable)("the views of %s, and verify tells of it afterwards as before", async (_, damage) => {
    await using rich = await richLedger();
    const rows = rowsOf(rich);
    rich.damage(damage);
    const problems = [{ table: "events", rebuildable: false }];
    expect(await verifiedBothWays(rich.ledger)).toMatchObject({ ok: false, problems });
    expect(await rich.ledger.rebuild()).toMatchObject({ changed: 0 });
    expect(rowsOf(rich)).toEqual(rows);
    expect(await rich.ledger.verify()).toMatchObject({ ok: false, problems });
  });
});
