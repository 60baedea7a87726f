// Asking for who is who, and for what somebody holds.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { product, refusal, setting } from "./setting.ts";

test("an organization, a customer and a member are found by their ids, as they were registered last", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const renamed = await ledger.registerOrganization({ id: organizationId, name: "New name", slug: "acme" });
  expect(await ledger.getOrganization({ organizationId })).toEqual(renamed);
  const buyer = await ledger.registerCustomer({ id: customerId, organizationId, name: "New buyer" });
  expect(await ledger.getCustomer({ customerId: customerId.toUpperCase() })).toEqual(buyer);
  const member = await ledger.registerMember({ customerId, email: "m@acme.example", role: "billing_manager" });
  expect(await ledger.getMember({ memberId: member.id })).toEqual(member);
});

test("who was removed is not found", async () => {
  const { ledger, customerId } = await setting();
  const { id: memberId } = await ledger.registerMember({ customerId, email: "m@acme.example" });
  await ledger.removeMember({ memberId });
  expect(await refusal(ledger.getMember({ memberId }))).toBe("MemberNotFound");
  await ledger.removeCustomer({ customerId });
  expect(await refusal(ledger.getCustomer({ customerId }))).toBe("CustomerNotFound");
});

test("an invitation opens the seat that it was made for until it is dead", async () => {
  const { ledger, subscriptionId } = await setting();
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const invitationToken = invitation?.token ?? "";
  expect(await ledger.getInvitedSeat({ invitationToken })).toEqual(seat);
  await ledger.resendInvitation({ seatId: seat.id });
  expect(await refusal(ledger.getInvitedSeat({ invitationToken }))).toBe("InvalidInvitationToken");
});

test("with the member model a member holds what it claimed, and the buyer whatever anybody claimed", async () => {
  const { ledger, subscriptionId, organizationId, customerId } = await setting();
  const orderId = randomUUID();
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 2 });
  const { seat } = await ledger.assignSeat({ orderId, email: "a@acme.example", immediateClaim: true });
  await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  await ledger.assignSeat({ subscriptionId, email: "b@acme.example", immediateClaim: true });
  const memberId = seat.memberId ?? "";
  const held = await ledger.listHeldPools({ customerId, memberId });
  expect(held).toEqual([await ledger.getPool({ orderId })]);
  const all = [await ledger.getPool({ subscriptionId }), await ledger.getPool({ orderId })];
  expect(await ledger.listHeldPools({ customerId })).toEqual(all);
  await ledger.revokeSeat({ seatId: seat.id });
  expect(await ledger.listHeldPools({ customerId, memberId })).toEqual([]);
});

test("without the member model a customer holds what it claimed, whoever pays", async () => {
  const { ledger, subscriptionId, organizationId, customerId } = await setting({ memberModel: false });
  const holder = await ledger.registerCustomer({ organizationId, email: "a@elsewhere.example" });
  await ledger.assignSeat({ subscriptionId, customerId: holder.id, immediateClaim: true });
  expect(await ledger.listHeldPools({ customerId: holder.id })).toEqual([await ledger.getPool({ subscriptionId })]);
  expect(await ledger.listHeldPools({ customerId })).toEqual([]);
});

test("another customer's member is not found among a customer's", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const other = await ledger.registerCustomer({ organizationId, email: "other@acme.example" });
  const { id: memberId } = await ledger.registerMember({ customerId: other.id, email: "m@acme.example" });
  expect(await refusal(ledger.listHeldPools({ customerId, memberId }))).toBe("MemberNotFound");
});
