// How far a pass is can be put down however much has failed in it.

import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { newTally } from "../report/tally.ts";
import { openProgress } from "./pass-progress.ts";

test("a pass in which everything failed can be gone on with, and is known to have failed", async () => {
  const { inbox, close } = await openedLedger();
  onTestFinished(close);
  const tally = newTally();
  const progress = await openProgress(inbox, null, tally);
  for (let place = 0; place < 20_000; place += 1) {
    tally.failed({ subscriptionId: String(place), orderId: null }, "Polar's subscription has another shape ".repeat(9));
  }
  await progress.begin("orders");
  const later = newTally();
  expect(await openProgress(inbox, null, later)).toMatchObject({ id: progress.id, phase: "orders" });
  expect(later.failures()).toContainEqual(tally.failures()[0]);
});

async function openedLedger() {
  const ledger = await openLedger({ file: ":memory:" });
  return { inbox: ledger.inbox, close: () => ledger.close() };
}
