// Nobody who reads or writes while a ledger is rebuilt, or after it, sees a difference; and a rebuild may be given up.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { rowsOf } from "./made-tables.ts";
import { answersOf, richLedger } from "./rich-ledger.ts";

test("after a rebuild no list counts any more that was read while it was wrong", async () => {
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
  expect(await ledger.isCurrent(wrong)).toBe(false);
  expect((await ledger.listSeats(pool)).seats).toEqual(right.seats);
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
