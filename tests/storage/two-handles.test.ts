// Several processes may hold one file open: what one writes the others read, hear of in their streams, and respect.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { newFolder, openWithPool, pool } from "./ledger-file.ts";

const assigner = fileURLToPath(new URL("assign-in-another-process.ts", import.meta.url));
const run = promisify(execFile);

test("a handle hears of the other's events, and of its own, in one order", async () => {
  await using folder = await newFolder();
  await using one = await openWithPool(folder.file);
  await using other = await openLedger({ file: folder.file, durability: "normal" });
  const heard = [takeSeatEvents(one, 2), takeSeatEvents(other, 2)];
  await one.assignSeat({ ...pool, email: "ada@example.com" });
  await other.assignSeat({ ...pool, email: "bob@example.com" });
  const [byOne, byOther] = await Promise.all(heard);
  expect(byOne).toEqual(byOther);
  expect(await one.listSeats(pool)).toEqual(await other.listSeats(pool));
});

test("a process hears of what another process does", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const heard = takeSeatEvents(ledger, 1);
  const { stdout } = await run(process.execPath, [assigner, folder.file, "ada@example.com"]);
  expect((await heard).map(({ seatId }) => seatId)).toEqual([stdout.trim()]);
});

test("processes that assign at the same time never sell a seat twice", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const names = ["ada", "bob", "cyd", "dan", "eve"];
  const answers = await Promise.all(
    names.map((name) => run(process.execPath, [assigner, folder.file, `${name}@example.com`])),
  );
  // Each answers the id of its seat, or why it got none: others than these are told here.
  const told = answers.map(({ stdout }) => stdout.trim().replace(/^[0-9a-f-]{36}$/, "a seat"));
  expect(told.toSorted()).toEqual(["SeatNotAvailable", "SeatNotAvailable", "a seat", "a seat", "a seat"]);
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 3, pending: 3, available: 0 });
});

/** The next events about seats, as many as are named. */
async function takeSeatEvents(ledger: SeatLedger, count: number): Promise<readonly LedgerEvent[]> {
  const taken: LedgerEvent[] = [];
  for await (const event of ledger.events()) {
    if (event.seatId !== null) taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}
