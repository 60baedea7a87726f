// People who change: a customer's e-mail is its owner's too, and both show on the seats that they hold.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { eventCount, product, setting } from "./setting.ts";

test("a customer's new e-mail becomes its owner's, and shows on the owner's seat", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "buyer@acme.example" });
  expect(seat.member).toMatchObject({ role: "owner" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "boss@acme.example" });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({
    status: "pending",
    email: "boss@acme.example",
    member: { id: seat.memberId, email: "boss@acme.example", role: "owner" },
  });
  const { entries } = await ledger.history({ seatId: seat.id });
  expect(entries.map(({ event, holder }) => [event.type, event.cause, holder?.email])).toEqual([
    ["SeatAssigned", null, "buyer@acme.example"],
    ["HolderChanged", "person-changed", "boss@acme.example"],
  ]);
});

test("an owner with another e-mail than the customer's keeps it", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const owner = await ledger.registerMember({ customerId, email: "buyer@acme.example" });
  await ledger.registerMember({ id: owner.id, customerId, email: "owner@acme.example" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "boss@acme.example" });
  const { seat } = await ledger.assignSeat({ subscriptionId, memberId: owner.id });
  expect(seat.email).toBe("owner@acme.example");
});

test("an owner does not take the e-mail of another member", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const ada = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "buyer@acme.example" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "ada@acme.example" });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: "buyer@acme.example" });
  expect((await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" })).seat.memberId).toBe(ada.id);
});

test("a customer gets its owner with its first e-mail, once", async () => {
  const { ledger, organizationId } = await setting();
  const { id: customerId } = await ledger.registerCustomer({ organizationId, name: "Team" });
  const before = await eventCount(ledger);
  await ledger.registerCustomer({ id: customerId, organizationId, email: "team@acme.example" });
  expect(await eventCount(ledger)).toBe(before + 2);
  const subscriptionId = randomUUID();
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 1 });
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "team@acme.example" });
  expect(seat.member).toMatchObject({ role: "owner", email: "team@acme.example" });
});

test("member model off: the new e-mail of a customer shows on the seats that it holds, in its own pool and in others'", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting({ memberModel: false });
  const other = await ledger.registerCustomer({ organizationId, email: "other@acme.example" });
  const orderId = randomUUID();
  await ledger.openPool({ orderId, organizationId, customerId: other.id, product, seats: 2 });
  const own = await ledger.assignSeat({ subscriptionId, customerId });
  const elsewhere = await ledger.assignSeat({ orderId, customerId });
  const bystander = await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "boss@acme.example" });
  for (const { seat } of [own, elsewhere]) {
    expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: "boss@acme.example", customerId });
  }
  expect(await ledger.getSeat({ seatId: bystander.seat.id })).toMatchObject({ email: "bob@acme.example" });
});

test("an external id that another member has stays that member's when the owner is made", async () => {
  const { ledger, organizationId } = await setting();
  const { id: customerId } = await ledger.registerCustomer({ organizationId, externalId: "x-1" });
  const other = await ledger.registerMember({ customerId, email: "other@acme.example", externalId: "x-1" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "owner@acme.example" });
  const owner = await ledger.registerMember({ customerId, email: "owner@acme.example" });
  expect(owner).toMatchObject({ role: "owner", externalId: null });
  expect(await ledger.registerMember({ customerId, email: "other@acme.example", externalId: "x-1" })).toEqual(other);
});
