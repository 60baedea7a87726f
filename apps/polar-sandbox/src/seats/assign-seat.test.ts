// What an assignment gives, whom it finds, and in which order it is refused.

import { describe, expect, test } from "vitest";
import { refusalOf, setting } from "../../testing/setting.ts";

describe("assigning", () => {
  test("makes a pending seat for a new member of the buyer, valid for 24 hours", () => {
    const { sandbox, pool, buyer } = setting();
    const seat = sandbox.assignSeat({ ...pool, email: "Ada@ACME.example", metadata: { team: "maps" } });
    expect(seat).toMatchObject({ status: "pending", customerId: buyer.id, email: "Ada@acme.example", occupancy: 1 });
    expect(seat.invitationTokenExpiresAt).toEqual(new Date("2026-11-03T10:00:00Z"));
    expect(seat.seatMetadata).toEqual({ team: "maps" });
    expect(sandbox.invitationTokenOf(seat.id)).toMatch(/^[\w-]{43}$/);
  });

  test("claims at once without a token where that is asked for", () => {
    const { sandbox, pool } = setting();
    const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example", immediateClaim: true });
    expect(seat).toMatchObject({ status: "claimed", invitationTokenExpiresAt: null });
    expect(sandbox.invitationTokenOf(seat.id)).toBeNull();
    expect(sandbox.record).toMatchObject([{ type: "claimed", immediate: true, seatId: seat.id }]);
  });

  test("reuses the revoked seat's id for the next holder", () => {
    const { sandbox, pool } = setting();
    const first = sandbox.assignSeat({ ...pool, email: "ada@acme.example", metadata: { team: "maps" } });
    sandbox.revokeSeat({ seatId: first.id });
    const second = sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
    expect(second).toMatchObject({ id: first.id, occupancy: 2, revokedAt: null, seatMetadata: {} });
    expect(sandbox.record.map(({ type, email, occupancy }) => [type, email, occupancy])).toEqual([
      ["assigned", "ada@acme.example", 1],
      ["revoked", "ada@acme.example", 1],
      ["assigned", "bob@acme.example", 2],
    ]);
  });

  test("leaves nothing behind when it is refused", () => {
    const { sandbox, pool, buyer } = setting();
    const member = sandbox.createMember({ customerId: buyer.id, email: "ada@acme.example" });
    sandbox.assignSeat({ ...pool, memberId: member.id });
    const asked = { ...pool, email: "ADA@acme.example", externalMemberId: "e-1" };
    expect(refusalOf(() => sandbox.assignSeat(asked))).toMatchObject({ error: "SeatAlreadyAssigned" });
    expect(refusalOf(() => sandbox.assignSeat({ ...pool, externalMemberId: "e-1" }))).toMatchObject({
      status: 404,
      error: "MemberNotFound",
      detail: "Member not found: e-1",
    });
  });
});

describe("the order of the checks", () => {
  test("an unknown pool comes before the seat setting, and that before everything else", () => {
    const { sandbox, pool } = setting({ seatsEnabled: false });
    const unknown = "00000000-0000-4000-8000-000000000000";
    expect(refusalOf(() => sandbox.assignSeat({ orderId: unknown, email: "a@b.example" }))).toMatchObject({
      status: 404,
      error: "ResourceNotFound",
      detail: "Order not found",
    });
    expect(refusalOf(() => sandbox.assignSeat({ ...pool, memberId: unknown }))).toMatchObject({
      status: 403,
      error: "FeatureNotEnabled",
    });
  });

  test("a pending order is refused before its recipient is looked at, and assigns once it is paid", () => {
    const { sandbox, oneTimeProduct, buyer } = setting();
    const order = sandbox.createOrder({
      productId: oneTimeProduct.id,
      customerId: buyer.id,
      seats: 1,
      status: "pending",
    });
    const assign = () => sandbox.assignSeat({ orderId: order.id, externalMemberId: "nobody" });
    expect(refusalOf(assign)).toMatchObject({ detail: "Order must be paid before assigning seats" });
    sandbox.payOrder(order.id);
    expect(refusalOf(assign)).toMatchObject({ error: "MemberNotFound" });
    expect(sandbox.assignSeat({ orderId: order.id, email: "ada@acme.example" }).orderId).toBe(order.id);
  });

  test("no free seat is refused before the recipient", () => {
    const { sandbox, pool } = setting({ seats: 1 });
    sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
    expect(refusalOf(() => sandbox.assignSeat({ ...pool, email: "ada@acme.example" }))).toMatchObject({
      status: 400,
      error: "SeatNotAvailable",
      detail: `No available seats for ${pool.subscriptionId}`,
    });
  });
});

describe("without the member model", () => {
  test("the seat's customer is the holder, and a member is made under the buyer", () => {
    const { sandbox, pool, buyer } = setting({ memberModel: false });
    const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
    expect(seat.customerId).not.toBe(buyer.id);
    expect(seat.memberId).not.toBeNull();
    expect(refusalOf(() => sandbox.assignSeat({ ...pool, customerId: seat.customerId }))).toMatchObject({
      error: "SeatAlreadyAssigned",
    });
    expect(refusalOf(() => sandbox.assignSeat({ ...pool, externalCustomerId: "x" }))).toMatchObject({
      status: 404,
      error: "CustomerNotFound",
      detail: "Customer not found: x",
    });
  });
});
