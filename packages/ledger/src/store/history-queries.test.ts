// By which index each filter of history is answered: none walks the events that it does not ask for.

import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { MemberId } from "../domain/ids.ts";
import type { EventFilter } from "./event-filter.ts";
import { readPositions } from "./history-queries.ts";
import { readPoolItself } from "./log-queries.ts";
import { migrations } from "./migrations/migrations.ts";
import { positionBefore, versionAt } from "./moment-queries.ts";
import { countSeats, readNumbersChanges } from "./number-queries.ts";
import {
  isPoolChangedAfter,
  readMembersThemselves,
  readMembersToldAfter,
  readRunningHoldings,
  readSeatsTouched,
} from "./past-queries.ts";
import type { Reads } from "./port.ts";
import { readSeatsUnchangedSince } from "./seat-queries.ts";
import { compileForSqlite } from "./sqlite/compile.ts";

const nothing: EventFilter = {
  seatId: null,
  emailKey: null,
  personId: null,
  memberId: null,
  pool: null,
  customer: null,
  actorId: null,
  types: null,
  actorType: null,
  organization: null,
};
const stretch = { after: 3, upTo: 9, limit: 100 };
const byTerm = "event_terms USING PRIMARY KEY (term=? AND block>? AND block<?)";
const historyBy = (filter: Partial<EventFilter>) => () => readPositions({ ...nothing, ...filter }, stretch);

const versionOf = (moment: Date | number) => () =>
  versionAt(1, 9, moment instanceof Date ? { by: "recorded", at: moment } : { by: "recorded", position: moment });

/** How SQLite finds the rows of every statement that is asked. */
function plansOf(reads: () => Reads<unknown>): string {
  const database = new Database(":memory:");
  onTestFinished(() => void database.close());
  for (const migration of migrations) database.exec(migration);
  database.exec("update event_terms_mark set position = 9");
  const plans: string[] = [];
  const asked = reads();
  for (let step = asked.next(); !step.done; ) {
    const { sql, values } = compileForSqlite(step.value.query);
    const places = values(step.value.values);
    const rows = database.prepare(`explain query plan ${sql}`).all(...places);
    plans.push(...(rows as readonly { readonly detail: string }[]).map(({ detail }) => detail));
    step = asked.next(database.prepare(sql).all(...places));
  }
  return plans.join("\n");
}

test.each<readonly [what: string, index: string, reads: () => Reads<unknown>]>([
  ["history by nothing", "PRIMARY KEY (rowid>? AND rowid<?)", historyBy({})],
  ["history by seat", "events_of_seat (stream=? AND ordinal=?)", historyBy({ seatId: "s" })],
  ["history by person", byTerm, historyBy({ personId: "p" })],
  ["history by member", byTerm, historyBy({ memberId: "p" })],
  ["history by e-mail", "personal_by_email (<expr>=?)", historyBy({ emailKey: "e" })],
  ["history by pool", "(stream=?)", historyBy({ pool: 1 })],
  ["history by customer", "(stream=?)", historyBy({ customer: 1 })],
  ["history by actor", byTerm, historyBy({ actorId: "a", actorType: "user" })],
  ["history by a kind of actor", byTerm, historyBy({ actorType: "user" })],
  ["history by type", byTerm, historyBy({ types: ["PoolOpened"] })],
  ["history by types", byTerm, historyBy({ types: ["PoolOpened", "SeatRevoked"] })],
  ["history by organization", byTerm, historyBy({ organization: 1 })],
  ["a pool's own events", "events_of_seat (stream=? AND ordinal=?)", () => readPoolItself(1)],
  [
    "whether a pool changed",
    "COVERING INDEX events_of_seat (stream=? AND ordinal=? AND version>?)",
    () => isPoolChangedAfter(1, 1),
  ],
  [
    "members' events",
    "events_about_no_seat (stream=? AND person_id=?)",
    () => readMembersThemselves(1, ["m" as MemberId]),
  ],
  [
    "members told of later",
    "events_about_no_seat (stream=? AND person_id=? AND rowid>?)",
    () => readMembersToldAfter(1, 1, ["m" as MemberId]),
  ],
  ["a version by its position", "COVERING INDEX sqlite_autoindex_events_1 (stream=? AND version=?)", versionOf(1)],
  ["a version by its time", "sqlite_autoindex_events_1 (stream=? AND version=?)", versionOf(new Date(0))],
  ["a position by its time", "PRIMARY KEY (rowid=?)", () => positionBefore(9, new Date(0))],
  [
    "running holdings",
    "events_of_seat (stream=? AND ordinal=? AND version>? AND version<?)",
    () => readRunningHoldings(1, 1, null),
  ],
  [
    "running holdings of some seats",
    "seats USING PRIMARY KEY (pool=? AND ordinal=?)",
    () => readRunningHoldings(1, 1, [4, 7]),
  ],
  ["some seats that are unchanged", "PRIMARY KEY (pool=? AND ordinal=?)", () => readSeatsUnchangedSince(1, 1, [4, 7])],
  [
    "what changed the numbers of a pool",
    "sqlite_autoindex_events_1 (stream=? AND version>? AND version<?)",
    () => readNumbersChanges(1, 1, 9),
  ],
  [
    "seats to which something happened",
    "sqlite_autoindex_events_1 (stream=? AND version>? AND version<?)",
    () => readSeatsTouched(1, 1, 9),
  ],
  ["seats counted one by one", "events_of_seat (stream=? AND ordinal=? AND version<?)", () => countSeats(1, 1)],
])("%s is led by %s", (_, index, reads) => {
  const plan = plansOf(reads);
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/SCAN (events|others|personal)\b(?! USING INDEX personal_beyond_ascii)/);
});

test("in one organization, types and actors come in the order of the log", () => {
  const [types, actors] = [{ types: ["PoolOpened" as const] }, { actorType: "user" }];
  for (const filter of [types, actors]) {
    expect(plansOf(historyBy({ ...filter, organization: 1 }))).not.toContain("TEMP B-TREE");
  }
});

test("two filters together are led by the narrower one", () => {
  const every = { seatId: "s", personId: "p", pool: 1, actorType: "user", actorId: "a", organization: 1 };
  const types = ["PoolOpened" as const];
  expect(plansOf(historyBy({ ...every, types }))).toContain("events_of_seat (");
  expect(plansOf(historyBy({ ...every, types, seatId: null }))).toContain("event_terms");
  expect(plansOf(historyBy({ types, actorType: "user", organization: 1 }))).toContain("event_terms");
});
