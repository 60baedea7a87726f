// What a ledger remembers of a pool is never taken for what stands in the file: not after others wrote, nor after its own
// work was undone, nor after somebody was forgotten elsewhere.

import { openLedger, type SeatLedger } from "seat-ledger";
import { openSqliteStore, type Store } from "seat-ledger/store";
import { expect, test } from "vitest";
import { newFolder, openWithPool, organizationId, pool } from "../storage/ledger-file.ts";

const secret = "s".repeat(32);

/** The real store, where the next transactions that are asked for are undone after all their work, however often they are begun. */
async function openUndoing(
  file: string,
): Promise<{ readonly ledger: SeatLedger; undo(times: number, meanwhile?: () => void): void }> {
  const store = await openSqliteStore({ file, durability: "normal" });
  let left = 0;
  let doing = () => {};
  const undoing: Store = {
    ...store,
    transact: (plan, signal) => {
      const isUndone = left > 0;
      if (isUndone) left -= 1;
      return store.transact(function* () {
        const outcome = yield* plan();
        if (!isUndone) return outcome;
        doing();
        throw new Error("undone");
      }, signal);
    },
  };
  const ledger = await openLedger({ store: undoing, secret });
  return {
    ledger,
    undo(times, meanwhile = () => {}) {
      left = times;
      doing = meanwhile;
    },
  };
}

async function holders(ledger: SeatLedger): Promise<readonly (string | null)[]> {
  return (await ledger.listSeats(pool)).seats.map(({ email }) => email);
}

test("a command decides on what another handle wrote since", async () => {
  await using folder = await newFolder();
  await using one = await openWithPool(folder.file);
  await using other = await openLedger({ file: folder.file, durability: "normal" });
  const { seat } = await one.assignSeat({ ...pool, email: "ada@example.com" });
  await other.revokeSeat({ seatId: seat.id });
  const { seat: again } = await one.assignSeat({ ...pool, email: "bob@example.com" });
  expect(again).toMatchObject({ id: seat.id, occupancy: 2 });
  await expect(other.assignSeat({ ...pool, email: "bob@example.com" })).rejects.toMatchObject({
    code: "SeatAlreadyAssigned",
  });
});

test("what was undone is forgotten, though another handle gives its version to other events", async () => {
  await using folder = await newFolder();
  await using other = await openWithPool(folder.file);
  const { ledger, undo } = await openUndoing(folder.file);
  await using one = ledger;
  await one.assignSeat({ ...pool, email: "ada@example.com" });
  undo(1);
  await expect(one.assignSeat({ ...pool, email: "bob@example.com" })).rejects.toThrow("undone");
  await other.assignSeat({ ...pool, email: "cyd@example.com" });
  await expect(one.assignSeat({ ...pool, email: "cyd@example.com" })).rejects.toMatchObject({
    code: "SeatAlreadyAssigned",
  });
  await one.assignSeat({ ...pool, email: "bob@example.com" });
  expect(await holders(one)).toEqual(["ada@example.com", "cyd@example.com", "bob@example.com"]);
  expect(await holders(other)).toEqual(await holders(one));
});

test("one of a batch is undone alone, and those behind it decide on what is left", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  const { ledger, undo } = await openUndoing(folder.file);
  await using one = ledger;
  await one.assignSeat({ ...pool, email: "ada@example.com" });
  undo(1);
  const answers = await Promise.allSettled(
    ["bob", "cyd", "dan"].map((name) => one.assignSeat({ ...pool, email: `${name}@example.com` })),
  );
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(await holders(one)).toEqual(["ada@example.com", "cyd@example.com", "dan@example.com"]);
});

test("what was undone is not taken up again by who gives its version to other events in the same batch", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  const { ledger, undo } = await openUndoing(folder.file);
  await using one = ledger;
  const { seat } = await one.assignSeat({ ...pool, email: "ada@example.com" });
  undo(1);
  const resized = one.resizePool({ ...pool, seats: 50 });
  const removed = one.removeMember({ memberId: seat.memberId ?? "" });
  const assigned = ["bob", "cyd", "dan", "eve"].map((name) =>
    one.assignSeat({ ...pool, email: `${name}@example.com` }),
  );
  const answers = await Promise.allSettled([resized, removed, ...assigned]);
  expect(answers.map(({ status }) => status)).toEqual([
    ...["rejected", "fulfilled"],
    ...["fulfilled", "fulfilled", "fulfilled", "rejected"],
  ]);
  expect(await one.getPool(pool)).toMatchObject({ seats: 3, pending: 3 });
});

test("a batch that is begun anew decides on what another handle wrote in between", async () => {
  await using folder = await newFolder();
  await using other = await openWithPool(folder.file);
  const { ledger, undo } = await openUndoing(folder.file);
  await using one = ledger;
  await one.assignSeat({ ...pool, email: "ada@example.com" });
  const between: Promise<unknown>[] = [];
  const bob = one.assignSeat({ ...pool, email: "bob@example.com" });
  undo(1, () => {
    if (between.length === 0) between.push(other.assignSeat({ ...pool, email: "cyd@example.com" }));
  });
  const [first, second] = await Promise.allSettled([bob, one.registerOrganization({ name: "Other", slug: "other" })]);
  await Promise.all(between);
  expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
  expect(await holders(one)).toEqual(["ada@example.com", "cyd@example.com", "bob@example.com"]);
});

test("whoever was forgotten by another handle is in no answer", async () => {
  await using folder = await newFolder();
  await using one = await openWithPool(folder.file);
  await using other = await openLedger({ file: folder.file, durability: "normal" });
  const metadata = { note: "likes tea" };
  const { seat } = await one.assignSeat({ ...pool, email: "ada@example.com", metadata });
  expect(await one.revokeSeat({ seatId: seat.id })).toMatchObject({ seatMetadata: metadata });
  await other.forgetPerson({ organizationId, email: "ada@example.com" });
  expect((await one.revokeSeat({ seatId: seat.id })).seatMetadata).toEqual({});
});
