// What a ledger remembers of a pool is never taken for what stands in the file: not after others wrote, nor after its own
// work was undone, nor after somebody was forgotten elsewhere.

import { openLedger, type SeatLedger } from "seat-ledger";
import { type Outcome, openSqliteStore, type Reads, type Store } from "seat-ledger/store";
import { describe, expect, test } from "vitest";
import { newFolder, openWithPool, organizationId, pool } from "../storage/ledger-file.ts";

const secret = "s".repeat(32);

/** Where the work that is undone fails: once all is decided, or once all is written too. */
const failures = ["after its plan", "after its writes"] as const;
type Failure = (typeof failures)[number];

interface UndoingLedger {
  readonly ledger: SeatLedger;
  /** The next transactions that are asked for are undone, however often they are begun. */
  undo(times: number, failure: Failure, meanwhile?: () => void): void;
  /** How often at least so many rows were read at once inside of transactions. */
  readingsOf(rows: number): number;
}

/** The real store, where transactions can be undone after all their work. */
async function openUndoing(file: string): Promise<UndoingLedger> {
  const store = await openSqliteStore({ file, durability: "normal" });
  let left = 0;
  let fails: Failure = "after its plan";
  let doing = () => {};
  const readings: number[] = [];
  const undoing: Store = {
    ...store,
    transact: (plan, signal) => {
      const isUndone = left > 0;
      if (isUndone) left -= 1;
      return store.transact(function* () {
        const outcome = yield* counted(plan());
        if (!isUndone) return outcome;
        doing();
        if (fails === "after its plan") throw new Error("undone");
        // Nothing can be written twice.
        return { ...outcome, writes: [...outcome.writes, ...outcome.writes] };
      }, signal);
    },
  };
  function* counted<Answer>(reads: Reads<Outcome<Answer>>): Reads<Outcome<Answer>> {
    let step = reads.next();
    while (!step.done) {
      const rows = yield step.value;
      readings.push(rows.length);
      step = reads.next(rows);
    }
    return step.value;
  }
  const ledger = await openLedger({ store: undoing, secret });
  return {
    ledger,
    undo(times, failure, meanwhile = () => {}) {
      left = times;
      fails = failure;
      doing = meanwhile;
    },
    readingsOf: (rows) => readings.filter((count) => count >= rows).length,
  };
}

function names(count: number, name: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}@example.com`);
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

describe.each(failures)("where one fails %s", (failure) => {
  test("what was undone is forgotten, though another handle gives its version to other events", async () => {
    await using folder = await newFolder();
    await using other = await openWithPool(folder.file);
    const { ledger, undo } = await openUndoing(folder.file);
    await using one = ledger;
    await one.assignSeat({ ...pool, email: "ada@example.com" });
    undo(1, failure);
    await expect(one.assignSeat({ ...pool, email: "bob@example.com" })).rejects.toThrow(/undone|never replaced/);
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
    undo(1, failure);
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
    undo(1, failure);
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
});

test("a pool is read again once at most behind what fails before it wrote, however many wait", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  const { ledger, undo, readingsOf } = await openUndoing(folder.file);
  await using one = ledger;
  const seats = 20;
  await one.resizePool({ ...pool, seats: 100 });
  await Promise.all(names(seats, "early").map((email) => one.assignSeat({ ...pool, email })));
  const before = readingsOf(seats);
  const asked = names(20, "ahead").map((email) => one.assignSeat({ ...pool, email }));
  undo(1, "after its plan");
  asked.push(...names(20, "behind").map((email) => one.assignSeat({ ...pool, email })));
  const answers = await Promise.allSettled(asked);
  expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(readingsOf(seats) - before).toBeLessThanOrEqual(1);
});

test("a batch that is begun anew decides on what another handle wrote in between", async () => {
  await using folder = await newFolder();
  await using other = await openWithPool(folder.file);
  const { ledger, undo } = await openUndoing(folder.file);
  await using one = ledger;
  await one.assignSeat({ ...pool, email: "ada@example.com" });
  const between: Promise<unknown>[] = [];
  const bob = one.assignSeat({ ...pool, email: "bob@example.com" });
  undo(1, "after its writes", () => {
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
