// People who are forgotten: what named them reads as erased everywhere, their seats in the ledger's pools end, and nothing
// brings the name back. Polar's pools stand in forgotten-in-mirrors, what is asked and answered in forget-person.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { everyAnswer, toldSince } from "./every-answer.ts";
import { eventCount, eventsAfter, product, refusal, setting } from "./setting.ts";

const ada = "ada@acme.example";

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
