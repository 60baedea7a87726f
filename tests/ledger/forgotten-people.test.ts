// People who are forgotten: what named them reads as erased everywhere, their seats in the ledger's pools end, in Polar's
// they stay without a name, and nothing brings the name back.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { mirrorIn, shownAt, shownSeat, source } from "./mirror.ts";
import { eventCount, eventsAfter, product, refusal, type Setting, setting } from "./setting.ts";

const ada = "ada@acme.example";

/** Every answer that could name somebody, as text. */
async function everyAnswer({ ledger }: Pick<Setting, "ledger">): Promise<string> {
  const { pools } = await ledger.listPools({ limit: 1_000 });
  const told: unknown[] = [pools];
  for (const { subscriptionId, orderId } of pools) {
    const list = await ledger.listSeats({ subscriptionId, orderId });
    told.push(list);
    for (const { id } of list.seats)
      told.push(await ledger.history({ seatId: id }), await ledger.getSeat({ seatId: id }));
  }
  told.push(await eventsAfter(ledger, 0));
  return JSON.stringify(told).toLowerCase();
}

async function toldSince({ ledger }: Pick<Setting, "ledger">, after: number) {
  return (await eventsAfter(ledger, after)).map(({ type, cause, personId }) => [type, cause, personId]);
}

test("a forgotten member's seat is revoked, the member is removed, and the organization says so", async () => {
  const own = await setting();
  const { ledger, subscriptionId } = own;
  const { seat } = await ledger.assignSeat({ subscriptionId, email: ada, metadata: { desk: "window" } });
  const personId = seat.personId ?? "";
  const before = await eventCount(ledger);
  const actor = { type: "user" as const, id: "u-1" };
  await ledger.forgetPerson({ personId }, { actor, reason: "asked for it" });
  expect(await toldSince(own, before)).toEqual([
    ["SeatRevoked", "person-forgotten", personId],
    ["MemberRemoved", "person-forgotten", personId],
    ["PersonForgotten", null, personId],
  ]);
  const appended = await eventsAfter(ledger, before);
  expect(appended.map(({ actor: by }) => by)).toEqual([actor, actor, actor]);
  expect(appended.map(({ stream }) => stream.kind)).toEqual(["pool", "customer", "organization"]);
  const told = await everyAnswer(own);
  for (const erased of [ada, "window"]) expect(told).not.toContain(erased);
});

test("only what named the person has changed: people read as null, and everything else as before", async () => {
  const own = await setting();
  const { ledger, customerId, subscriptionId } = own;
  const first = await ledger.assignSeat({ subscriptionId, email: ada, metadata: { desk: "window" } });
  await ledger.registerMember({ id: first.seat.memberId, customerId, email: "countess@acme.example" });
  await ledger.revokeSeat({ seatId: first.seat.id });
  await ledger.assignSeat({ subscriptionId, email: "bob@acme.example", metadata: { desk: "door" } });
  const last = await ledger.assignSeat({
    subscriptionId,
    email: "countess@acme.example",
    metadata: { desk: "window" },
  });
  await ledger.revokeSeat({ seatId: last.seat.id });
  const seatsBefore = (await ledger.listSeats({ subscriptionId })).seats;
  const historyBefore = (await ledger.history({ seatId: first.seat.id })).entries;

  await ledger.forgetPerson({ personId: first.seat.personId ?? "" });

  const { seats } = await ledger.listSeats({ subscriptionId });
  expect(seats).toEqual(seatsBefore.map((seat) => (seat.id === last.seat.id ? { ...seat, seatMetadata: {} } : seat)));
  const { entries } = await ledger.history({ seatId: first.seat.id });
  expect(entries).toEqual(
    historyBefore.map((entry) => {
      if (entry.holder?.personId !== first.seat.personId) return entry;
      return { ...entry, holder: { ...entry.holder, email: null } };
    }),
  );
  expect(entries.at(-1)?.holder?.email).toBe("bob@acme.example");
});

test("nobody finds a forgotten person, and its id is nobody's again", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const { id: personId } = await ledger.registerMember({ customerId, email: ada, externalId: "ada-1" });
  await ledger.forgetPerson({ personId });
  expect(await refusal(ledger.assignSeat({ subscriptionId, memberId: personId }))).toBe("MemberNotFound");
  expect(await refusal(ledger.assignSeat({ subscriptionId, externalMemberId: "ada-1" }))).toBe("MemberNotFound");
  const member = ledger.registerMember({ id: personId, customerId, email: ada });
  await expect(member).rejects.toMatchObject({ code: "IdentityConflict", what: "member", ids: [personId] });
  const customer = ledger.registerCustomer({ id: personId, organizationId, email: ada });
  await expect(customer).rejects.toMatchObject({ code: "IdentityConflict", what: "customer", ids: [personId] });
  expect((await ledger.assignSeat({ subscriptionId, email: ada })).seat.personId).not.toBe(personId);
});

test("a forgotten customer stays the nameless payer of its pools, and is given no seat", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "buyer@acme.example" });
  const bystander = await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" });
  const before = await eventCount(ledger);
  await ledger.forgetPerson({ personId: customerId });
  // The customer and its owner with the same e-mail are one person.
  expect((await toldSince(own, before)).map(([type, , who]) => [type, who === customerId])).toEqual([
    ["SeatRevoked", false],
    ["MemberRemoved", false],
    ["PersonForgotten", true],
    ["PersonForgotten", false],
  ]);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await ledger.getSeat({ seatId: bystander.seat.id })).toMatchObject({ status: "pending", customerId });
  expect(await everyAnswer(own)).not.toContain("buyer@acme");
  expect(await ledger.getPool({ subscriptionId })).toMatchObject({ status: "active", customerId });
  expect(await refusal(ledger.assignSeat({ subscriptionId, customerId }))).toBe("InvalidSeatAssignmentRequest");
  const back = ledger.registerCustomer({ id: customerId, organizationId, email: "buyer@acme.example" });
  await expect(back).rejects.toMatchObject({ code: "IdentityConflict", ids: [customerId] });
  expect((await ledger.registerCustomer({ organizationId, externalId: "buyer-1" })).id).not.toBe(customerId);
  expect((await ledger.assignSeat({ subscriptionId, email: ada })).seat.status).toBe("pending");
  await ledger.openPool({ subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 });
});

test("forgetting an owner forgets the customer that it is", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId } = own;
  const owner = await ledger.registerMember({ customerId, email: "buyer@acme.example" });
  await ledger.forgetPerson({ personId: owner.id });
  const customer = ledger.registerCustomer({ id: customerId, organizationId });
  expect(await refusal(customer)).toBe("IdentityConflict");
});

test("member model off: a customer is forgotten in everybody's pools, also after its e-mail changed", async () => {
  const own = await setting({ memberModel: false });
  const { ledger, organizationId, subscriptionId } = own;
  const holder = await ledger.registerCustomer({ organizationId, email: ada, name: "Ada" });
  const { seat } = await ledger.assignSeat({ subscriptionId, customerId: holder.id });
  await ledger.registerCustomer({ id: holder.id, organizationId, email: "countess@acme.example" });
  const bystander = await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" });
  await ledger.forgetPerson({ personId: holder.id });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await ledger.getSeat({ seatId: bystander.seat.id })).toMatchObject({ email: "bob@acme.example" });
  const told = await everyAnswer(own);
  for (const erased of [ada, "countess@acme"]) expect(told).not.toContain(erased);
  expect(await refusal(ledger.assignSeat({ subscriptionId, customerId: holder.id }))).toBe("CustomerNotFound");
  // The member that stood for it under the buyer is the same person.
  expect(await refusal(ledger.assignSeat({ subscriptionId, memberId: seat.memberId }))).toBe("MemberNotFound");
});

test("by e-mail everybody of the organization is forgotten who has it or ever had it, without case", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const before = await ledger.registerMember({ customerId, email: ada });
  await ledger.registerMember({ id: before.id, customerId, email: "countess@acme.example" });
  const now = await ledger.assignSeat({ subscriptionId, email: "ADA@acme.example" });
  const second = await ledger.registerCustomer({ organizationId, name: "Second", email: "Ada@Acme.example" });
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const foreign = await ledger.registerCustomer({ organizationId: otherId, email: ada });
  const start = await eventCount(ledger);

  await ledger.forgetPerson({ organizationId, email: "ada@ACME.example" });

  const forgotten = (await toldSince(own, start))
    .filter(([type]) => type === "PersonForgotten")
    .map(([, , who]) => who);
  expect(forgotten).toEqual(expect.arrayContaining([before.id, now.seat.personId, second.id]));
  // The fourth is the owner that the second customer got.
  expect(forgotten).toHaveLength(4);
  expect((await ledger.registerCustomer({ organizationId: otherId, email: ada })).id).toBe(foreign.id);
  const start2 = await eventCount(ledger);
  await ledger.forgetPerson({ organizationId, email: ada });
  await ledger.forgetPerson({ organizationId, email: "nobody@acme.example" });
  await ledger.forgetPerson({ personId: second.id });
  expect(await eventCount(ledger)).toBe(start2);
});

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

test("unknown people, unknown organizations and those of others are not found", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const fenced = ledger.forOrganization(otherId);
  expect(await refusal(ledger.forgetPerson({ personId: randomUUID() }))).toBe("MemberNotFound");
  expect(await refusal(fenced.forgetPerson({ personId: customerId }))).toBe("MemberNotFound");
  expect(await refusal(ledger.forgetPerson({ organizationId: randomUUID(), email: ada }))).toBe("OrganizationNotFound");
  expect(await refusal(fenced.forgetPerson({ organizationId, email: ada }))).toBe("OrganizationNotFound");
  await ledger.forgetPerson({ personId: customerId });
  expect(await refusal(fenced.forgetPerson({ personId: customerId }))).toBe("MemberNotFound");
});

test("a person is named in exactly one of two ways", async () => {
  const { ledger, organizationId, customerId: personId } = await setting();
  const wrong = [{}, { email: ada }, { organizationId }, { personId, email: ada }, { personId, organizationId }];
  for (const args of [...wrong, { personId, surprise: 1 }]) {
    expect(await refusal(ledger.forgetPerson(args as { personId: string }))).toBe("InvalidRequest");
  }
  expect(await refusal(ledger.forgetPerson({ personId }, { expectedVersion: 1 }))).toBe("InvalidRequest");
});

test("forgetting is repeated by its idempotency key", async () => {
  const { ledger, organizationId, subscriptionId } = await setting();
  const forget = () => ledger.forgetPerson({ organizationId, email: ada }, { idempotencyKey: "k" });
  await ledger.assignSeat({ subscriptionId, email: ada });
  await forget();
  await ledger.assignSeat({ subscriptionId, email: ada });
  const before = await eventCount(ledger);
  await forget();
  expect(await eventCount(ledger)).toBe(before);
});

test("an answer that is given again does not say who was forgotten", async () => {
  const { ledger, subscriptionId } = await setting();
  const assign = () => ledger.assignSeat({ subscriptionId, email: ada }, { idempotencyKey: "k" });
  const first = await assign();
  await ledger.forgetPerson({ personId: first.seat.personId ?? "" });
  const again = await assign();
  expect(again.seat).toMatchObject({ id: first.seat.id, status: "pending", email: null, seatMetadata: {} });
  expect(JSON.stringify(again)).not.toContain(ada);
});

test("two requests at once forget a person once", async () => {
  const { ledger, organizationId, subscriptionId } = await setting();
  await ledger.assignSeat({ subscriptionId, email: ada });
  const before = await eventCount(ledger);
  await Promise.all([1, 2].map(() => ledger.forgetPerson({ organizationId, email: ada })));
  expect(await eventCount(ledger)).toBe(before + 3);
});
