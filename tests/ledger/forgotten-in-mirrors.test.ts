// People who are forgotten in Polar's pools: their seats stay, without a name, and no listing brings it back.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { everyAnswer } from "./every-answer.ts";
import { mirrorIn, shownAt, shownSeat, source } from "./mirror.ts";
import { setting } from "./setting.ts";

const ada = "ada@acme.example";

test("an e-mail that a source showed is found without case in any alphabet", async () => {
  const own = await setting();
  const mirror = await mirrorIn(own);
  const memberId = randomUUID();
  await mirror.show([shownSeat(own, memberId, "ÅSA@exämple.se")]);
  await own.ledger.forgetPerson({ organizationId: own.organizationId, email: "åsa@EXÄMPLE.se" });
  expect(await everyAnswer(own)).not.toContain("åsa");
});

test("in a mirrored pool the seat stays, nameless", async () => {
  const own = await setting();
  const mirror = await mirrorIn(own);
  const memberId = randomUUID();
  const shown = shownSeat(own, memberId, ada);
  await mirror.show([shown]);
  const { subscriptionId } = mirror;
  const { version } = await own.ledger.getPool({ subscriptionId });
  await own.ledger.forgetPerson({ personId: memberId });
  expect(await own.ledger.getSeat({ seatId: shown.id })).toMatchObject({
    status: "claimed",
    personId: memberId,
    email: null,
    customerEmail: null,
    seatMetadata: {},
    member: { id: memberId, email: null, name: null, externalId: null },
  });
  expect(await own.ledger.getPool({ subscriptionId })).toMatchObject({ version, claimed: 1 });
});

test("seeing a forgotten person again restores nothing and appends nothing", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId } = own;
  const mirror = await mirrorIn(own);
  const memberId = randomUUID();
  const shown = shownSeat(own, memberId, ada);
  const bystander = shownSeat(own, randomUUID(), "bob@acme.example");
  const buyer = {
    type: "customer" as const,
    id: customerId,
    organizationId,
    email: "buyer@acme.example",
    name: "Buyer",
  };
  await mirror.show([shown, bystander]);
  await ledger.forgetPerson({ organizationId, email: ada });
  await ledger.forgetPerson({ personId: customerId });
  expect(await mirror.show([shown, bystander])).toMatchObject({ appended: 0 });
  // The reference to the member was cleared: who sits there is known still.
  expect(await mirror.show([{ ...shown, memberId: null, member: null }, bystander])).toMatchObject({ appended: 0 });
  expect(await ledger.record([buyer], source)).toMatchObject({ appended: 0 });
  const moved = { ...shown, id: randomUUID() };
  expect(await mirror.show([shown, moved, bystander])).toMatchObject({ appended: 1 });
  expect(await mirror.show([shown, moved, bystander])).toMatchObject({ appended: 0 });
  const told = await everyAnswer(own);
  for (const erased of [ada, "buyer@acme"]) expect(told).not.toContain(erased);
  expect(await ledger.getSeat({ seatId: moved.id })).toMatchObject({
    personId: memberId,
    email: null,
    seatMetadata: {},
  });
  expect(await ledger.getSeat({ seatId: bystander.id })).toMatchObject({ email: "bob@acme.example" });
});

test("a holder who was known by another id before is forgotten in the whole of that holding", async () => {
  const own = await setting();
  const mirror = await mirrorIn(own);
  const { customerId } = own;
  const memberId = randomUUID();
  const row = { id: randomUUID(), status: "claimed" as const, claimedAt: shownAt, createdAt: shownAt, customerId };
  await mirror.show([{ ...row, email: ada }]);
  await mirror.show([{ ...row, email: "countess@acme.example", memberId }]);
  await own.ledger.forgetPerson({ personId: memberId });
  const told = await everyAnswer(own);
  for (const erased of [ada, "countess@acme"]) expect(told).not.toContain(erased);
  const { entries } = await own.ledger.history({ seatId: row.id });
  expect(entries.map(({ event }) => event.type)).toEqual(["SeatGranted", "HolderChanged"]);
});

test("a seat that shows an e-mail and nobody else is forgotten by that e-mail", async () => {
  const own = await setting();
  const mirror = await mirrorIn(own);
  const row = { id: randomUUID(), status: "claimed" as const, claimedAt: shownAt, createdAt: shownAt, email: ada };
  await mirror.show([row]);
  await own.ledger.forgetPerson({ organizationId: own.organizationId, email: ada });
  expect(await everyAnswer(own)).not.toContain(ada);
  expect(await mirror.show([row])).toMatchObject({ appended: 0 });
});
