// verify finds whatever is wrong with a ledger, and says where it stands. It says nothing that names a person. What it finds
// in the log itself stands in verify-order, verify-fields and verify-streams.

import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { type RichLedger, richLedger } from "./rich-ledger.ts";
import { verifiedBothWays } from "./verified-both-ways.ts";
import { numberIn } from "./verify-finds.ts";

describe("a ledger that nobody damaged", () => {
  test("is whole, with somebody forgotten in it as well", async () => {
    await using rich = await richLedger();
    const { entries } = await rich.ledger.history();
    const upTo = entries.at(-1)?.position;
    expect(await verifiedBothWays(rich.ledger)).toEqual({ ok: true, problems: [], more: 0, upTo });
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
    expect(await ledger.verify()).toEqual({ ok: true, problems: [], more: 0, upTo: 0, threads: 0 });
  });
});

describe("verify finds", () => {
  test("the place of a seat that shows something else, in words as well", async () => {
    await using rich = await richLedger();
    rich.damage(`update seats set status = 'pending' where id = '${rich.seats.claimed}'`);
    const { problems } = await verifiedBothWays(rich.ledger);
    const { entries } = await rich.ledger.history({ seatId: rich.seats.claimed });
    const { position, event } = entries.at(-1) ?? {};
    const stream = { kind: "pool", id: rich.subscriptionId };
    const message = `seats.status of pool ${rich.subscriptionId} at version ${event?.version} (position ${position}): expected claimed, found pending.`;
    const what = { expected: "claimed", found: "pending", message, rebuildable: true };
    expect(problems).toEqual([{ table: "seats", field: "status", stream, version: event?.version, position, ...what }]);
  });

  test("an actor who is another than the index says, and does not say which of them was changed", async () => {
    await using rich = await richLedger();
    const { ledger, subscriptionId } = rich;
    // So many events are indexed at a time.
    for (let seats = 6; seats < 6 + 1_024; seats += 1) {
      await ledger.resizePool({ subscriptionId, seats }, { actor: { type: "user", id: "usr_ada" } });
    }
    expect(await ledger.verify()).toMatchObject({ ok: true });
    const edit = "update events set actor_id = 'usr_bob' where actor_id = 'usr_ada' and position < 100";
    rich.damage(edit);
    const { problems } = await verifiedBothWays(ledger);
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
    const { problems, more } = await verifiedBothWays(rich.ledger);
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
  const { problems } = await verifiedBothWays(rich.ledger);
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
