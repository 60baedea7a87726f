// The log is append-only for everybody who opens the file, not only for those who use the library: the database itself
// refuses to change, delete or replace an event.

import { describe, expect, test } from "vitest";
import { newFolder, openPlainly, openWithPool } from "./ledger-file.ts";

const attempts = [
  ["UPDATE", "update events set data = '{}' where position = 1", "never changed"],
  ["UPDATE of a position", "update events set position = position + 1000", "never changed"],
  ["DELETE", "delete from events where position = 1", "never deleted"],
  ["INSERT OR REPLACE", "insert or replace into events select * from events where position = 1", "never replaced"],
  ["REPLACE of the last", "replace into events select * from events order by position desc limit 1", "never replaced"],
  [
    "INSERT OR REPLACE under another position",
    `insert or replace into events
     select 1000, stream, version, type, schema_version, organization, person_id, holding_id, seat_id, occupancy,
       occurred_at, recorded_at, actor_type, actor_id, origin, origin_id, observed_at, inferred, not_before, not_after,
       cause, supersedes, data, ordinal, has_personal
     from events where position = 1`,
    "never replaced",
  ],
  [
    "INSERT in the columns of the fourth format",
    `insert into events (position, stream, version, type, schema_version, organization, occurred_at, recorded_at, actor_type,
       origin, inferred, data)
     select position + 1000, stream, version + 1000, type, schema_version, organization, occurred_at, recorded_at, actor_type,
       origin, inferred, data
     from events where position = 1`,
    "brought to a newer format",
  ],
  [
    "INSERT of data as the fifth format wrote them",
    `insert into events (position, stream, version, type, schema_version, organization, occurred_at, recorded_at, actor_type,
       origin, inferred, data, has_personal)
     select position + 1000, stream, version + 1000, 'MemberRegistered', 1, organization, occurred_at, recorded_at, actor_type,
       origin, inferred, '{}', 0
     from events where position = 1`,
    "brought to a newer format",
  ],
] as const;

describe("an event is in the log for ever", () => {
  test.each(attempts)("%s is refused, and nothing has changed", async (_name, statement, refusal) => {
    await using folder = await newFolder();
    await (await openWithPool(folder.file)).close();
    using database = openPlainly(folder.file);
    const events = () => database.prepare("select * from events order by position").all();
    const before = events();

    expect(() => database.exec(statement)).toThrow(refusal);
    expect(before.length).toBeGreaterThan(0);
    expect(events()).toEqual(before);
  });
});

test("the file says that it is a seat ledger, and of which format", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  using database = openPlainly(folder.file);
  const seat = Buffer.from("SEAT").readUInt32BE();
  expect(database.pragma("application_id", { simple: true })).toBe(seat);
  expect(database.pragma("user_version", { simple: true })).toBeGreaterThanOrEqual(1);
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
});
