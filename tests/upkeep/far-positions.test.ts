// An event far behind the others, or where no number of JavaScript leads to it, is told as such: verify and rebuild come to
// their ends, and everything else is compared as ever.

import { describe, expect, test } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { rowsOf } from "./made-tables.ts";
import { type RichLedger, richLedger } from "./rich-ledger.ts";
import { verifiedBothWays } from "./verified-both-ways.ts";
import { movedTo } from "./verify-finds.ts";

const far = ["1000000000000000", "9007199254740993", "4611686018427387904"] as const;

/** With an event at the end that brought rows. */
async function assignedLedger(): Promise<RichLedger> {
  const rich = await richLedger();
  await rich.ledger.assignSeat({ subscriptionId: rich.subscriptionId, email: "zoe@acme.example" });
  return rich;
}

/** It is a guess as well, of which more is looked up by the position. */
const guessedAt = (position: string) =>
  `${movedTo(position)}; update events set inferred = 1, not_after = recorded_at where position = ${position}`;

describe.each(far)("with the last event at position %s", (position) => {
  test("verify tells of that alone", async () => {
    await using rich = await assignedLedger();
    rich.damage(guessedAt(position));
    const { problems } = await verifiedBothWays(rich.ledger);
    expect(problems).toMatchObject([{ table: "events", field: "position", position: Number(position) }]);
  });

  test("rebuild mends what is made from the log", async () => {
    await using rich = await assignedLedger();
    const rows = rowsOf(rich);
    rich.damage(`${guessedAt(position)}; delete from invitations; delete from seats`);
    const { problems } = await verifiedBothWays(rich.ledger);
    expect(new Set(problems.map(({ table }) => table))).toEqual(new Set(["events", "invitations", "seats"]));
    await rich.ledger.rebuild();
    expect(rowsOf(rich)).toEqual(rows);
  });
});

test("with the last event far away, rebuild makes the index of the log's terms anew", async () => {
  await using rich = await assignedLedger();
  rich.damage(`${movedTo(far[0])}; delete from event_terms_mark`);
  await rich.ledger.rebuild();
  const { problems } = await verifiedBothWays(rich.ledger);
  expect(problems).toMatchObject([{ table: "events", field: "position" }]);
});

test("a row of the index of terms whose block no number holds is told, and taken away by rebuild", async () => {
  await using rich = await assignedLedger();
  rich.damage("insert into event_terms (term, block) values ('zzz', -9007199254740995)");
  const { problems } = await verifiedBothWays(rich.ledger);
  expect(problems).toMatchObject([{ table: "event_terms" }]);
  await rich.ledger.rebuild();
  expect(await rich.ledger.verify()).toMatchObject({ ok: true });
});

test("an event of a stream whose number no number of JavaScript holds is told", async () => {
  await using rich = await assignedLedger();
  rich.damage(`update events set stream = 9007199254740993 where position = (select max(position) from events)`);
  const { problems } = await verifiedBothWays(rich.ledger);
  expect(problems).toContainEqual(expect.objectContaining({ table: "events", field: "stream", rebuildable: false }));
});

test("a long stream where no number of JavaScript leads keeps no verification from its end", async () => {
  await using rich = await assignedLedger();
  using database = openPlainly(rich.file);
  const columns = database.prepare("select name from pragma_table_info('events')").pluck().all().map(String);
  const changed = new Map([
    ["position", "5000 + many.version"],
    ["stream", "1152921504606846977"],
    ["version", "many.version"],
  ]);
  rich.damage(`update events set stream = 4611686018427387904 where position = (select max(position) from events);
    with recursive many (version) as (select 1 union all select version + 1 from many where version < 2500)
    insert into events select ${columns.map((name) => changed.get(name) ?? `events.${name}`).join()}
      from events cross join many where events.position = 1`);
  const { problems } = await verifiedBothWays(rich.ledger);
  expect(problems).toContainEqual(expect.objectContaining({ table: "events", field: "stream" }));
});
