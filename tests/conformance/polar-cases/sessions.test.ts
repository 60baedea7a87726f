// The session that a claim answers: a member's where there is a member, else a customer's; for one hour, while the seat is held.

import { expect, test } from "vitest";
import { openShop, type Shop } from "../shop.ts";
import { sent } from "./doors.ts";

const hour = 60 * 60 * 1_000;

/** A claim over the wire, whose session the library knows. */
async function session(
  shop: Shop,
  recipient: { readonly email?: string; readonly customerId?: string } = { email: "jane@example.com" },
) {
  const { subscriptionId } = shop.acme;
  const { seat, invitation } = await shop.ledger.assignSeat({ subscriptionId, ...recipient });
  const claimed = await sent(shop, "POST", "/claim", { body: { invitation_token: invitation?.token } });
  const token: string = "answer" in claimed ? claimed.answer.customerSessionToken : "";
  return { token, seat };
}

test("is the member's, who belongs to the buyer", async () => {
  await using shop = await openShop();
  const { token, seat } = await session(shop);
  expect(await shop.ledger.getSession({ token })).toEqual({
    organizationId: shop.acme.organizationId,
    personId: seat.memberId,
    memberId: seat.memberId,
    customerId: shop.acme.customerId,
    expiresAt: new Date("2026-03-01T10:00:00.000Z"),
  });
});

test("is the member's without the member model too, because a member is made along with the holder", async () => {
  await using shop = await openShop({ memberModel: false });
  const { token, seat } = await session(shop);
  expect(seat.customerId).not.toBe(shop.acme.customerId);
  const { memberId } = seat;
  expect(await shop.ledger.getSession({ token })).toMatchObject({ memberId, customerId: shop.acme.customerId });
});

test("is the customer's where the holder has no e-mail, and so no member", async () => {
  await using shop = await openShop({ memberModel: false });
  const holder = await shop.ledger.registerCustomer({ organizationId: shop.acme.organizationId, name: "Team" });
  const { token } = await session(shop, { customerId: holder.id });
  expect(await shop.ledger.getSession({ token })).toMatchObject({
    memberId: null,
    customerId: holder.id,
    personId: holder.id,
  });
});

test("lasts for one hour", async () => {
  await using shop = await openShop();
  const { token } = await session(shop);
  shop.later(hour - 1);
  expect(await shop.ledger.getSession({ token })).not.toBeNull();
  shop.later(1);
  expect(await shop.ledger.getSession({ token })).toBeNull();
});

test("ends when the seat is revoked, and when its subscription ends", async () => {
  await using shop = await openShop();
  const one = await session(shop);
  const two = await session(shop, { email: "joe@example.com" });
  await shop.ledger.revokeSeat({ seatId: one.seat.id });
  expect(await shop.ledger.getSession({ token: one.token })).toBeNull();
  expect(await shop.ledger.getSession({ token: two.token })).not.toBeNull();
  await shop.ledger.closePool({ subscriptionId: shop.acme.subscriptionId });
  expect(await shop.ledger.getSession({ token: two.token })).toBeNull();
});

test("stays ended when the same seat is given to the same person again", async () => {
  await using shop = await openShop();
  const { token, seat } = await session(shop);
  await shop.ledger.revokeSeat({ seatId: seat.id });
  const again = await session(shop);
  expect(again.seat.id).toBe(seat.id);
  expect(await shop.ledger.getSession({ token })).toBeNull();
  expect(await shop.ledger.getSession({ token: again.token })).not.toBeNull();
});

test.each(["", "unknown", "seat_ses_unknown"])("is nobody's by the token %j", async (token) => {
  await using shop = await openShop();
  expect(await shop.ledger.getSession({ token })).toBeNull();
});

test("is nobody's by an invitation, and not known to another organization", async () => {
  await using shop = await openShop();
  const { invitation } = await shop.ledger.assignSeat({
    subscriptionId: shop.acme.subscriptionId,
    email: "a@example.com",
  });
  expect(await shop.ledger.getSession({ token: invitation?.token ?? "" })).toBeNull();
  const { token } = await session(shop);
  expect(await shop.ledger.forOrganization(shop.other.organizationId).getSession({ token })).toBeNull();
});
