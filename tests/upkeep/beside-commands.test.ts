// verify and rebuild compare the ledger piece by piece while commands go on: what these begin meanwhile is whole to both.

import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { openLedger, type SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { product } from "../ledger/setting.ts";
import { newFolder } from "../storage/ledger-file.ts";

interface Begun {
  readonly organizationId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Opens a pool of a new customer. */
async function begin(ledger: SeatLedger, organizationId: string): Promise<Begun> {
  const email = `${randomUUID()}@acme.example`;
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email });
  const subscriptionId = randomUUID();
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 5 });
  await ledger.assignSeat({ subscriptionId, email });
  return { organizationId, customerId, subscriptionId };
}

/** Goes through a ledger three times while customers are registered and pools opened; every one is found in the end. */
async function whileBegun(walk: (ledger: SeatLedger) => Promise<void>): Promise<void> {
  await using folder = await newFolder();
  await using ledger = await openLedger({ file: folder.file, durability: "normal" });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  // Several times as many rows as are compared at one moment.
  await Promise.all(Array.from({ length: 600 }, () => begin(ledger, organizationId)));
  const begun: Begun[] = [];
  let isDone = false;
  const writing = (async () => {
    for (; !isDone; await setImmediate()) begun.push(await begin(ledger, organizationId));
  })();
  try {
    for (let round = 0; round < 3; round += 1) {
      const before = begun.length;
      await walk(ledger);
      expect(begun.length).toBeGreaterThan(before);
    }
  } finally {
    isDone = true;
    await writing;
  }
  for (const { subscriptionId, ...owner } of begun) {
    expect(await ledger.getPool({ subscriptionId })).toMatchObject({ customerId: owner.customerId, pending: 1 });
    await ledger.openPool({ ...owner, subscriptionId: randomUUID(), product, seats: 1 });
  }
  expect(await ledger.verify()).toMatchObject({ ok: true });
}

test.each([0, 2])("what commands begin while the ledger is verified, in %d threads, is no problem", async (threads) => {
  await whileBegun(async (ledger) => {
    expect(await ledger.verify({ threads })).toMatchObject({ ok: true, problems: [], more: 0, threads });
  });
});

test("what commands begin while the ledger is rebuilt stays there", async () => {
  await whileBegun(async (ledger) => {
    expect(await ledger.rebuild()).toMatchObject({ changed: 0 });
  });
});
