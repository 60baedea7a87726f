// What happens to a seat after its assignment: claim, resend, revoke, and what is shown of it.

import { expect, test } from "vitest";
import { refusalOf, setting } from "../../testing/setting.ts";

const day = 24 * 60 * 60 * 1000;

function invited() {
  const common = setting();
  const seat = common.sandbox.assignSeat({ ...common.pool, email: "ada@acme.example" });
  return { ...common, seatId: seat.id, invitationToken: common.sandbox.invitationTokenOf(seat.id) ?? "" };
}

test("claims once, with a member's session, and keeps the token's expiry on record", () => {
  const { sandbox, seatId, invitationToken } = invited();
  const { seat, customerSessionToken } = sandbox.claimSeat({ invitationToken });
  expect(seat).toMatchObject({ id: seatId, status: "claimed", claimedAt: new Date("2026-11-02T10:00:00Z") });
  expect(seat.invitationTokenExpiresAt).not.toBeNull();
  expect(customerSessionToken).toMatch(/^polar_mst_/);
  expect(refusalOf(() => sandbox.claimSeat({ invitationToken }))).toMatchObject({
    status: 400,
    error: "InvalidInvitationToken",
    detail: "Invalid or expired invitation token",
  });
  expect(refusalOf(() => sandbox.getClaimInfo({ invitationToken }))).toMatchObject({
    status: 404,
    error: "ResourceNotFound",
  });
});

test("an invitation is good until its expiry has passed, and its seat stays taken after it", () => {
  const { sandbox, pool, pass, invitationToken } = invited();
  pass(day);
  expect(sandbox.getClaimInfo({ invitationToken })).toMatchObject({ canClaim: true, productName: "Maps" });
  pass(1);
  expect(refusalOf(() => sandbox.claimSeat({ invitationToken }))).toMatchObject({ error: "InvalidInvitationToken" });
  expect(sandbox.listSeats(pool)).toMatchObject({ availableSeats: 4, totalSeats: 5 });
});

test("resends the same token, even an expired one, and refuses what isn't pending", () => {
  const { sandbox, pass, seatId, invitationToken } = invited();
  pass(2 * day);
  expect(sandbox.resendInvitation({ seatId }).modifiedAt).toBeNull();
  expect(sandbox.invitationTokenOf(seatId)).toBe(invitationToken);
  sandbox.revokeSeat({ seatId });
  expect(refusalOf(() => sandbox.resendInvitation({ seatId }))).toMatchObject({ status: 400, error: "SeatNotPending" });
});

test("revoking forgets the holder, and doing it again does nothing", () => {
  const { sandbox, seatId, invitationToken, pass } = invited();
  const revoked = sandbox.revokeSeat({ seatId });
  expect(revoked).toMatchObject({ status: "revoked", customerId: null, memberId: null, email: null });
  pass(day);
  expect(sandbox.revokeSeat({ seatId })).toEqual(revoked);
  expect(sandbox.record.map((fact) => fact.type)).toEqual(["assigned", "revoked"]);
  expect(sandbox.record[1]).toMatchObject({ email: "ada@acme.example", cause: "asked" });
  expect(refusalOf(() => sandbox.claimSeat({ invitationToken }))).toMatchObject({ error: "InvalidInvitationToken" });
});

test("pausing and ending revoke each live seat, and reactivating gives none back", () => {
  const { sandbox, pool, seatId } = invited();
  sandbox.pauseSubscription(pool.subscriptionId);
  expect(sandbox.record.at(-1)).toMatchObject({ type: "revoked", cause: "subscription_paused", seatId });
  sandbox.reactivateSubscription(pool.subscriptionId);
  expect(sandbox.listSeats(pool)).toMatchObject({ availableSeats: 5, seats: [{ status: "revoked" }] });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  sandbox.endSubscription(pool.subscriptionId);
  expect(sandbox.record.at(-1)).toMatchObject({ cause: "subscription_ended", email: "bob@acme.example", occupancy: 2 });
});

test("seats go no lower than the live ones when asked, but a scheduled decrease may leave over-use", () => {
  const { sandbox, pool } = setting({ seats: 3 });
  for (const name of ["ada", "bob", "cy"]) sandbox.assignSeat({ ...pool, email: `${name}@acme.example` });
  expect(refusalOf(() => sandbox.updateSubscriptionSeats(pool.subscriptionId, 2))).toMatchObject({
    status: 400,
    error: "SeatsAlreadyAssigned",
    detail: "Cannot decrease seats to 2. Currently 3 seats are assigned. Revoke seats first.",
  });
  sandbox.applyScheduledSeats(pool.subscriptionId, 2);
  expect(sandbox.listSeats(pool)).toMatchObject({ availableSeats: 0, totalSeats: 2 });
  expect(sandbox.listSeats(pool).seats).toHaveLength(3);
});

test("a deleted member loses its seats, a changed e-mail is copied to them, and the only owner stays", () => {
  const { sandbox, pool, buyer, seatId } = invited();
  const memberId = sandbox.record[0]?.memberId ?? "";
  sandbox.changeMemberEmail(memberId, "ada.b@acme.example");
  expect(sandbox.listSeats(pool).seats[0]).toMatchObject({ id: seatId, email: "ada.b@acme.example" });
  sandbox.deleteMember(memberId);
  expect(sandbox.record.at(-1)).toMatchObject({
    type: "revoked",
    cause: "member_deleted",
    email: "ada.b@acme.example",
  });
  const owner = sandbox.createMember({ customerId: buyer.id, email: "BUYER@acme.example" });
  expect(owner.role).toBe("owner");
  expect(refusalOf(() => sandbox.deleteMember(owner.id))).toMatchObject({ status: 422 });
});

test("a refund takes no seat away", () => {
  const { sandbox, oneTimeProduct, buyer } = setting();
  const order = sandbox.createOrder({ productId: oneTimeProduct.id, customerId: buyer.id, seats: 2 });
  sandbox.assignSeat({ orderId: order.id, email: "ada@acme.example" });
  sandbox.refundOrder(order.id);
  expect(sandbox.listSeats({ orderId: order.id })).toMatchObject({ availableSeats: 1, seats: [{ status: "pending" }] });
});
