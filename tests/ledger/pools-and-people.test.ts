// What happens around the six operations: pools that shrink, close and come back; people who change.

import { randomUUID } from "node:crypto";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { eventCount, product, refusal, setting } from "./setting.ts";

test("a pool is never resized below its live seats, and over-use is shown", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 2 });
  await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  await ledger.assignSeat({ subscriptionId, email: "b@acme.example" });
  expect(await refusal(ledger.resizePool({ subscriptionId, seats: 1 }))).toBe("SeatsAlreadyAssigned");
  expect(await ledger.resizePool({ subscriptionId, seats: 5 })).toMatchObject({ seats: 5, available: 3, overused: 0 });
});

test("closing revokes each live seat by an event of its own, and reopening starts with free seats", async () => {
  const { ledger, subscriptionId } = await setting();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  await ledger.assignSeat({ subscriptionId, email: "b@acme.example", immediateClaim: true });
  expect(await ledger.closePool({ subscriptionId })).toMatchObject({ status: "closed", pending: 0, claimed: 0 });
  const { entries } = await ledger.history({ seatId: seat.id });
  expect(entries.at(-1)?.event).toMatchObject({ type: "SeatRevoked", cause: "pool-closed" });
  expect(await refusal(ledger.assignSeat({ subscriptionId, email: "a@acme.example" }))).toBe("PoolNotActive");
  await ledger.reopenPool({ subscriptionId });
  const again = await ledger.assignSeat({ subscriptionId, email: "c@acme.example" });
  expect(again.seat).toMatchObject({ id: seat.id, occupancy: 2 });
});

test("the seat that has been free for longest is given out first", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const one = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const two = await ledger.assignSeat({ subscriptionId, email: "b@acme.example" });
  await ledger.revokeSeat({ seatId: two.seat.id });
  clock.advance({ seconds: 1 });
  await ledger.revokeSeat({ seatId: one.seat.id });
  expect((await ledger.assignSeat({ subscriptionId, email: "c@acme.example" })).seat.id).toBe(two.seat.id);
  expect((await ledger.assignSeat({ subscriptionId, email: "d@acme.example" })).seat.id).toBe(one.seat.id);
});

test("opening again with the same facts changes nothing, with others it is refused", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting({ seats: 3 });
  const facts = { subscriptionId, organizationId, customerId, product, seats: 3 };
  await ledger.resizePool({ subscriptionId, seats: 4 });
  const before = await eventCount(ledger);
  expect(await ledger.openPool(facts)).toMatchObject({ seats: 4 });
  expect(await eventCount(ledger)).toBe(before);
  expect(await refusal(ledger.openPool({ ...facts, seats: 4 }))).toBe("PoolExists");
});

test("registering finds people by id, external id and e-mail, and keeps what is left out", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const before = await eventCount(ledger);
  const byEmail = await ledger.registerCustomer({ organizationId, email: "buyer@acme.example" });
  const byExternalId = await ledger.registerCustomer({ organizationId, externalId: "buyer-1" });
  expect([byEmail.id, byExternalId.id]).toEqual([customerId, customerId]);
  expect(await eventCount(ledger)).toBe(before);
  const changed = await ledger.registerCustomer({ id: customerId, organizationId, name: "New name" });
  expect(changed).toMatchObject({ email: "buyer@acme.example", name: "New name", externalId: "buyer-1" });
});

test("facts that name two customers are a conflict", async () => {
  const { ledger, organizationId } = await setting();
  await ledger.registerCustomer({ organizationId, email: "second@acme.example" });
  const both = ledger.registerCustomer({ organizationId, email: "second@acme.example", externalId: "buyer-1" });
  expect(await refusal(both)).toBe("IdentityConflict");
});

test("a slug belongs to one organization", async () => {
  const { ledger } = await setting();
  const other = ledger.registerOrganization({ id: randomUUID(), name: "Other", slug: "acme" });
  expect(await refusal(other)).toBe("IdentityConflict");
});

test("a member's changed e-mail shows on the seats that it holds, and history keeps the old one", async () => {
  const { ledger, customerId, subscriptionId } = await setting();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "old@acme.example" });
  await ledger.registerMember({ id: seat.memberId, customerId, email: "new@acme.example" });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: "new@acme.example", status: "pending" });
  const { entries } = await ledger.history({ seatId: seat.id });
  expect(entries.map((entry) => [entry.event.type, entry.holder?.email])).toEqual([
    ["SeatAssigned", "old@acme.example"],
    ["HolderChanged", "new@acme.example"],
  ]);
});

test("history pages through a seat's life and still names the holder after the revoke", async () => {
  const { ledger, subscriptionId } = await setting();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  await ledger.revokeSeat({ seatId: seat.id }, { actor: { type: "user", id: "u-1" }, reason: "left the team" });
  const first = await ledger.history({ seatId: seat.id, limit: 1 });
  const second = await ledger.history({ seatId: seat.id, limit: 1, cursor: first.next });
  expect(second.next).toBeNull();
  expect(second.entries).toMatchObject([
    {
      event: { type: "SeatRevoked", actor: { type: "user", id: "u-1" } },
      statusBefore: "pending",
      statusAfter: "revoked",
      holder: { email: "a@acme.example", memberId: seat.memberId },
    },
  ]);
});

test("a pool is found by the checkout that it came from, inside its own organization", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const checkoutId = randomUUID();
  const orderId = randomUUID();
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const other = await ledger.registerCustomer({ organizationId: otherId, email: "x@other.example" });
  const foreign = {
    orderId: randomUUID(),
    organizationId: otherId,
    customerId: other.id,
    product,
    seats: 1,
    checkoutId,
  };
  await ledger.openPool(foreign);
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 1, checkoutId });
  const { seat } = await ledger.forOrganization(organizationId).assignSeat({ checkoutId, email: "a@acme.example" });
  expect(seat.orderId).toBe(orderId);
  const none = ledger.openPool({ checkoutId, organizationId, customerId, product, seats: 1 });
  expect(await refusal(none)).toBe("InvalidRequest");
});

test("what was never paid can not be closed and reopened around the payment", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const orderId = randomUUID();
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 1, status: "unpaid" });
  expect(await refusal(ledger.closePool({ orderId }))).toBe("PoolNotActive");
  expect(await refusal(ledger.reopenPool({ orderId }))).toBe("PoolNotActive");
});

test("an id names one thing in the whole ledger", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const customer = ledger.registerCustomer({ id: organizationId, organizationId, email: "x@acme.example" });
  expect(await refusal(customer)).toBe("IdentityConflict");
  const organization = ledger.registerOrganization({ id: subscriptionId, name: "X", slug: "x" });
  expect(await refusal(organization)).toBe("IdentityConflict");
  const pool = ledger.openPool({ subscriptionId: customerId, organizationId, customerId, product, seats: 1 });
  expect(await refusal(pool)).toBe("PoolExists");
});

test("an expected version is refused where there is none to expect", async () => {
  const { ledger, organizationId, subscriptionId, customerId } = await setting();
  const context = { expectedVersion: 99 };
  expect(await refusal(ledger.registerCustomer({ organizationId, email: "x@acme.example" }, context))).toBe(
    "InvalidRequest",
  );
  const again = { subscriptionId, organizationId, customerId, product, seats: 3 };
  expect(await refusal(ledger.openPool(again, context))).toBe("VersionConflict");
});

test("an invitation is valid for ten years at most", async () => {
  expect(await refusal(openLedger({ file: ":memory:", invitationTtl: 1e15 }))).toBe("InvalidRequest");
});
