// A request that is wrong in several ways gets the refusal that comes first.

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { product, refusal, setting } from "./setting.ts";

const day = 24 * 60 * 60 * 1_000;

describe("assigning", () => {
  test("an unknown pool comes before everything that is wrong with the recipient", async () => {
    const { ledger } = await setting();
    const call = ledger.assignSeat({ subscriptionId: randomUUID(), memberId: randomUUID() });
    expect(await refusal(call)).toBe("PoolNotFound");
  });

  test("an order's id is no subscription's", async () => {
    const { ledger, subscriptionId } = await setting();
    const call = ledger.assignSeat({ orderId: subscriptionId, email: "a@acme.example" });
    expect(await refusal(call)).toBe("PoolNotFound");
  });

  test("a mirrored pool comes before the expected version", async () => {
    const { ledger, organizationId, customerId } = await setting();
    const mirrored = { subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 };
    await ledger.openPool({ ...mirrored, authority: "polar" });
    const args = { subscriptionId: mirrored.subscriptionId, email: "a@acme.example" };
    expect(await refusal(ledger.assignSeat(args, { expectedVersion: 99 }))).toBe("PoolMirrored");
  });

  test("the expected version comes before the rules", async () => {
    const { ledger, subscriptionId } = await setting({ seats: 0 });
    const args = { subscriptionId, email: "a@acme.example" };
    expect(await refusal(ledger.assignSeat(args, { expectedVersion: 7 }))).toBe("VersionConflict");
  });

  test("seats that are switched off come before a full pool", async () => {
    const { ledger, subscriptionId } = await setting({ seats: 0, seatsEnabled: false });
    expect(await refusal(ledger.assignSeat({ subscriptionId, email: "a@acme.example" }))).toBe("SeatsNotEnabled");
  });

  test("an unpaid order comes before a full pool, and is assignable once it is paid", async () => {
    const { ledger, organizationId, customerId } = await setting();
    const orderId = randomUUID();
    await ledger.openPool({ orderId, organizationId, customerId, product, seats: 0, status: "unpaid" });
    expect(await refusal(ledger.assignSeat({ orderId, email: "a@acme.example" }))).toBe("PoolNotActive");
    await ledger.activatePool({ orderId });
    expect(await refusal(ledger.assignSeat({ orderId, email: "a@acme.example" }))).toBe("SeatNotAvailable");
    await ledger.resizePool({ orderId, seats: 1 });
    expect((await ledger.assignSeat({ orderId, email: "a@acme.example" })).seat).toMatchObject({ orderId });
  });

  test("a full pool comes before an unknown recipient and before one who holds a seat", async () => {
    const { ledger, subscriptionId } = await setting({ seats: 1 });
    await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    expect(await refusal(ledger.assignSeat({ subscriptionId, memberId: randomUUID() }))).toBe("SeatNotAvailable");
    expect(await refusal(ledger.assignSeat({ subscriptionId, email: "a@acme.example" }))).toBe("SeatNotAvailable");
  });
});

describe("a token", () => {
  test("is dead after its day, and alive again by a resend", async () => {
    const { ledger, clock, subscriptionId } = await setting();
    const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    const invitationToken = invitation?.token ?? "";
    clock.advance(day + 1);
    expect(await refusal(ledger.claimSeat({ invitationToken }))).toBe("InvalidInvitationToken");
    expect(await refusal(ledger.getClaimInfo({ invitationToken }))).toBe("InvalidInvitationToken");
    const renewed = await ledger.resendInvitation({ seatId: seat.id });
    expect(await refusal(ledger.claimSeat({ invitationToken }))).toBe("InvalidInvitationToken");
    const claimed = await ledger.claimSeat({ invitationToken: renewed.invitation?.token ?? "" });
    expect(claimed.seat.status).toBe("claimed");
  });

  test("can not be saved by a claim that is said to have happened in time", async () => {
    const { ledger, clock, subscriptionId } = await setting();
    const { invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    const occurredAt = new Date(clock.now.getTime() + 1_000);
    clock.advance(day + 1);
    const late = ledger.claimSeat({ invitationToken: invitation?.token ?? "" }, { occurredAt });
    expect(await refusal(late)).toBe("InvalidInvitationToken");
  });

  test("is answered before seats that are switched off, where it is dead", async () => {
    const { ledger, subscriptionId } = await setting();
    const { invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    await ledger.registerOrganization({ name: "Acme", slug: "acme", seatsEnabled: false });
    const alive = ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    expect(await refusal(alive)).toBe("SeatsNotEnabled");
    expect(await refusal(ledger.claimSeat({ invitationToken: "nonsense" }))).toBe("InvalidInvitationToken");
  });
});

test("a session ends with its hour, and with the holding", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const one = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const first = await ledger.claimSeat({ invitationToken: one.invitation?.token ?? "" });
  expect(await ledger.getSession({ token: first.customerSessionToken })).toMatchObject({ memberId: one.seat.memberId });
  await ledger.revokeSeat({ seatId: one.seat.id });
  expect(await ledger.getSession({ token: first.customerSessionToken })).toBeNull();
  const two = await ledger.assignSeat({ subscriptionId, email: "b@acme.example" });
  const second = await ledger.claimSeat({ invitationToken: two.invitation?.token ?? "" });
  clock.advance(60 * 60 * 1_000);
  expect(await ledger.getSession({ token: second.customerSessionToken })).toBeNull();
});

describe("a time that a command is given", () => {
  test.each([
    ["in the future", 1],
    ["before the pool's last event", -1],
  ])("is refused where it lies %s", async (_, offset) => {
    const { ledger, clock, subscriptionId } = await setting();
    const occurredAt = new Date(clock.now.getTime() + offset);
    const call = ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { occurredAt });
    expect(await refusal(call)).toBe("InvalidRequest");
  });
});

test("a clock that goes back moves no recorded time back", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  clock.advance(1_000);
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  clock.advance(-5_000);
  await ledger.revokeSeat({ seatId: seat.id });
  const { entries } = await ledger.history({ seatId: seat.id });
  const times = entries.map(({ event }) => event.recordedAt.getTime());
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test("a session does not come back to life when the same person is invited again", async () => {
  const { ledger, subscriptionId } = await setting();
  const first = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const claimed = await ledger.claimSeat({ invitationToken: first.invitation?.token ?? "" });
  await ledger.revokeSeat({ seatId: first.seat.id });
  await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  expect(await ledger.getSession({ token: claimed.customerSessionToken })).toBeNull();
});
