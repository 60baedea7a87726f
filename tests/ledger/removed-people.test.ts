// People who leave: nobody finds them any more by their facts, their seats in the ledger's pools end, and history keeps
// naming them.

import { randomUUID } from "node:crypto";
import type { LedgerEvent, SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { mirrorIn, shownSeat, source } from "./mirror.ts";
import { eventCount, eventsAfter, product, refusal, setting } from "./setting.ts";

type Told = readonly [string, string | null, string | null];

/** What was appended: type, cause, person. */
async function toldSince(ledger: SeatLedger, after: number): Promise<readonly Told[]> {
  const events: readonly LedgerEvent[] = await eventsAfter(ledger, after);
  return events.map(({ type, cause, personId }) => [type, cause, personId]);
}

test("a removed member's seats are revoked in the ledger's pools, each by its own event, and stay in Polar's", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const orderId = randomUUID();
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 1 });
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
  const second = await ledger.assignSeat({ orderId, email: "ada@acme.example", immediateClaim: true });
  const other = await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" });
  const memberId = seat.memberId ?? "";
  const shown = shownSeat(own, memberId, "ada@acme.example");
  await (await mirrorIn(own)).show([shown]);
  const before = await eventCount(ledger);

  await ledger.removeMember({ memberId });

  expect(await toldSince(ledger, before)).toEqual([
    ["SeatRevoked", "person-removed", memberId],
    ["SeatRevoked", "person-removed", memberId],
    ["MemberRemoved", null, memberId],
  ]);
  for (const { id } of [seat, second.seat]) {
    expect(await ledger.getSeat({ seatId: id })).toMatchObject({ status: "revoked", memberId: null, email: null });
    const { entries } = await ledger.history({ seatId: id });
    expect(entries.at(-1)).toMatchObject({ holder: { memberId, email: "ada@acme.example" } });
  }
  expect(await ledger.getSeat({ seatId: other.seat.id })).toMatchObject({ status: "pending" });
  expect(await ledger.getSeat({ seatId: shown.id })).toMatchObject({
    status: "claimed",
    memberId,
    email: "ada@acme.example",
    member: { id: memberId, email: "ada@acme.example" },
  });
});

test("removing again appends nothing", async () => {
  const { ledger, customerId } = await setting();
  const { id: memberId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  await ledger.removeMember({ memberId });
  const before = await eventCount(ledger);
  await ledger.removeMember({ memberId });
  await ledger.removeCustomer({ customerId });
  const after = await eventCount(ledger);
  await ledger.removeCustomer({ customerId });
  expect(await eventCount(ledger)).toBe(after);
  expect(after).toBe(before + 2);
});

test("nobody is found by the facts of a removed member", async () => {
  const { ledger, customerId, subscriptionId } = await setting();
  const facts = { email: "ada@acme.example", externalId: "ada-1" };
  const { id: memberId } = await ledger.registerMember({ customerId, ...facts });
  await ledger.removeMember({ memberId });
  expect(await refusal(ledger.assignSeat({ subscriptionId, memberId }))).toBe("MemberNotFound");
  expect(await refusal(ledger.assignSeat({ subscriptionId, externalMemberId: "ada-1" }))).toBe("MemberNotFound");
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "ADA@acme.example" });
  expect(seat.memberId).not.toBe(memberId);
  expect((await ledger.registerMember({ customerId, ...facts })).id).toBe(seat.memberId);
});

test("a removed member comes back by its own id, with what was known of it", async () => {
  const { ledger, customerId, subscriptionId } = await setting();
  const email = "ada@acme.example";
  const { id } = await ledger.registerMember({ customerId, email, name: "Ada", role: "billing_manager" });
  await ledger.removeMember({ memberId: id });
  const before = await eventCount(ledger);
  const back = await ledger.registerMember({ id, customerId, email });
  expect(back).toMatchObject({ id, email, name: "Ada", role: "billing_manager" });
  expect(await toldSince(ledger, before)).toEqual([["MemberRegistered", null, id]]);
  expect((await ledger.assignSeat({ subscriptionId, email })).seat.memberId).toBe(id);
});

test("a removed member does not come back over somebody who has its facts now", async () => {
  const { ledger, customerId } = await setting();
  const first = await ledger.registerMember({ customerId, email: "ada@acme.example", externalId: "ada-1" });
  await ledger.removeMember({ memberId: first.id });
  await ledger.registerMember({ customerId, email: "other@acme.example", externalId: "ada-1" });
  const back = ledger.registerMember({ id: first.id, customerId, email: "ada@acme.example" });
  expect(await refusal(back)).toBe("IdentityConflict");
});

test("a removed customer takes its members along, and its pools stay", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
  const before = await eventCount(ledger);
  await ledger.removeCustomer({ customerId });
  const told = await toldSince(ledger, before);
  expect(told.map(([type, cause]) => [type, cause])).toEqual([
    ["SeatRevoked", "person-removed"],
    ["MemberRemoved", "person-removed"],
    ["MemberRemoved", "person-removed"],
    ["CustomerRemoved", null],
  ]);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await ledger.getPool({ subscriptionId })).toMatchObject({ status: "active", seats: 3, customerId });
  expect((await ledger.assignSeat({ subscriptionId, email: "new@acme.example" })).seat.status).toBe("pending");
  const open = { subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 };
  expect(await refusal(ledger.openPool(open))).toBe("CustomerNotFound");
  const member = ledger.registerMember({ customerId, email: "new@acme.example" });
  expect(await refusal(member)).toBe("CustomerNotFound");
});

test("nobody is found by the facts of a removed customer, and its own id brings it back", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  await ledger.removeCustomer({ customerId });
  const facts = { organizationId, email: "buyer@acme.example", externalId: "buyer-1" };
  expect(await refusal(ledger.assignSeat({ subscriptionId, customerId }))).toBe("InvalidSeatAssignmentRequest");
  const other = await ledger.registerCustomer(facts);
  expect(other.id).not.toBe(customerId);
  expect(await refusal(ledger.registerCustomer({ id: customerId, organizationId }))).toBe("IdentityConflict");
  await ledger.removeCustomer({ customerId: other.id });
  const before = await eventCount(ledger);
  expect(await ledger.registerCustomer({ id: customerId, organizationId })).toMatchObject({ ...facts, name: "Buyer" });
  expect((await toldSince(ledger, before)).map(([type]) => type)).toEqual(["CustomerRegistered", "MemberRegistered"]);
  await ledger.openPool({ subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 });
});

test("member model off: a removed customer leaves its seats in anybody's pool", async () => {
  const { ledger, organizationId, subscriptionId } = await setting({ memberModel: false });
  const holder = await ledger.registerCustomer({ organizationId, email: "ada@acme.example" });
  const { seat } = await ledger.assignSeat({ subscriptionId, customerId: holder.id });
  const other = await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" });
  await ledger.removeCustomer({ customerId: holder.id });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await ledger.getSeat({ seatId: other.seat.id })).toMatchObject({ status: "pending" });
  const again = ledger.assignSeat({ subscriptionId, customerId: holder.id });
  expect(await refusal(again)).toBe("CustomerNotFound");
});

test("what a source shows of somebody who was removed brings nobody back", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const { id: memberId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  await ledger.removeMember({ memberId });
  await (await mirrorIn(own)).show([shownSeat(own, memberId, "changed@acme.example")]);
  expect(await refusal(ledger.assignSeat({ subscriptionId, memberId }))).toBe("MemberNotFound");
  await ledger.removeCustomer({ customerId });
  const shown = { type: "customer" as const, id: customerId, organizationId, email: "changed@acme.example" };
  expect(await ledger.record([shown], source)).toMatchObject({ appended: 0 });
});

test("unknown people and those of another organization are not found", async () => {
  const { ledger, customerId } = await setting();
  const { id: memberId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const fenced = ledger.forOrganization(otherId);
  expect(await refusal(ledger.removeMember({ memberId: randomUUID() }))).toBe("MemberNotFound");
  expect(await refusal(fenced.removeMember({ memberId }))).toBe("MemberNotFound");
  expect(await refusal(ledger.removeCustomer({ customerId: randomUUID() }))).toBe("CustomerNotFound");
  expect(await refusal(fenced.removeCustomer({ customerId }))).toBe("CustomerNotFound");
  expect(await refusal(ledger.removeMember({ memberId }, { expectedVersion: 1 }))).toBe("InvalidRequest");
});

test("a removal is repeated by its idempotency key, also after the person came back", async () => {
  const { ledger, customerId } = await setting();
  const { id } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  const remove = () =>
    ledger.removeMember({ memberId: id }, { idempotencyKey: "k", actor: { type: "user", id: "u-1" } });
  await remove();
  await ledger.registerMember({ id, customerId, email: "ada@acme.example" });
  const before = await eventCount(ledger);
  await remove();
  expect(await eventCount(ledger)).toBe(before);
});
