// Ledgers that earlier versions wrote: today's code must read every event of them, and say of each what it says in the
// file beside. A new format adds a file here and changes none.

import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger, type SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { goldenSecret, told } from "./told.ts";

const files = join(import.meta.dirname, "files");
const formats = (await readdir(files)).filter((name) => name.endsWith(".db"));

async function opened(name: string): Promise<SeatLedger> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-golden-"));
  const file = join(folder, name);
  await cp(join(files, name), file);
  const ledger = await openLedger({ file, secret: goldenSecret });
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  return ledger;
}

test("there is a golden file for each format that was released", () => {
  expect(formats.toSorted()).toEqual(["format-1.db"]);
});

test.each(formats)("%s is read as it was written", async (name) => {
  const expected = JSON.parse(await readFile(join(files, name.replace(".db", ".json")), "utf8"));
  expect(JSON.parse(JSON.stringify(await told(await opened(name))))).toEqual(expected);
});

test.each(formats)("%s takes new events", async (name) => {
  const ledger = await opened(name);
  const { pools } = await ledger.listPools();
  const pool = pools.find(({ authority, status }) => authority === "ledger" && status === "active");
  const subscriptionId = pool?.subscriptionId ?? "";
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "new@example.com" });
  expect((await ledger.getSeat({ seatId: seat.id })).version).toBe((pool?.version ?? 0) + 1);
});
