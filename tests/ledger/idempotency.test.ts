// The same command with the same key is done once and answered the same, also after a restart.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { eventCount, product, refusal, setting } from "./setting.ts";

test("each seat command answers its first answer again and appends nothing", async () => {
  const { ledger, subscriptionId } = await setting();
  const assigned = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { idempotencyKey: "assign" });
  const resent = await ledger.resendInvitation({ seatId: assigned.seat.id }, { idempotencyKey: "resend" });
  const invitationToken = resent.invitation?.token ?? "";
  const claimed = await ledger.claimSeat({ invitationToken }, { idempotencyKey: "claim" });
  const revoked = await ledger.revokeSeat({ seatId: assigned.seat.id }, { idempotencyKey: "revoke" });
  const before = await eventCount(ledger);
  expect(await ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { idempotencyKey: "assign" })).toEqual(
    assigned,
  );
  expect(await ledger.resendInvitation({ seatId: assigned.seat.id }, { idempotencyKey: "resend" })).toEqual(resent);
  expect(await ledger.claimSeat({ invitationToken }, { idempotencyKey: "claim" })).toEqual(claimed);
  expect(await ledger.revokeSeat({ seatId: assigned.seat.id }, { idempotencyKey: "revoke" })).toEqual(revoked);
  expect(await eventCount(ledger)).toBe(before);
});

test("each pool and people command answers its first answer again", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  const runs = [
    () => ledger.registerOrganization({ name: "Other", slug: "other" }, { idempotencyKey: "o" }),
    () => ledger.registerCustomer({ organizationId, email: "x@y.example" }, { idempotencyKey: "c" }),
    () => ledger.registerMember({ customerId, email: "m@acme.example" }, { idempotencyKey: "m" }),
    () => ledger.resizePool({ subscriptionId, seats: 9 }, { idempotencyKey: "r" }),
    () => ledger.closePool({ subscriptionId }, { idempotencyKey: "x" }),
    () => ledger.reopenPool({ subscriptionId }, { idempotencyKey: "y" }),
  ] as const;
  const first = [];
  for (const run of runs) first.push(await run());
  const before = await eventCount(ledger);
  const again = [];
  for (const run of runs) again.push(await run());
  expect(again).toEqual(first);
  expect(await eventCount(ledger)).toBe(before);
});

test("a key that comes back with another request is a conflict", async () => {
  const { ledger, subscriptionId } = await setting();
  await ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { idempotencyKey: "k" });
  const other = ledger.assignSeat({ subscriptionId, email: "b@acme.example" }, { idempotencyKey: "k" });
  expect(await refusal(other)).toBe("IdempotencyConflict");
});

test("a refusal is not kept: the key can be used again", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 0 });
  const assign = () => ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { idempotencyKey: "k" });
  expect(await refusal(assign())).toBe("SeatNotAvailable");
  await ledger.resizePool({ subscriptionId, seats: 1 });
  expect((await assign()).seat.status).toBe("pending");
});

test("a key is forgotten after thirty days", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const assign = () => ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { idempotencyKey: "k" });
  await assign();
  clock.advance({ days: 30 });
  expect(await refusal(assign())).toBe("SeatAlreadyAssigned");
});

test("the same token is derived again after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-restart-"));
  try {
    const file = join(folder, "seats.db");
    const subscriptionId = "6f1d8a52-0f0d-4a3e-9a57-5a8c0c9a1b11";
    const context = { idempotencyKey: "k" };
    const args = { subscriptionId, email: "a@acme.example" };
    const before = await openLedger({ file });
    const { id: organizationId } = await before.registerOrganization({ name: "Acme", slug: "acme" });
    const { id: customerId } = await before.registerCustomer({ organizationId, email: "buyer@acme.example" });
    await before.openPool({ subscriptionId, organizationId, customerId, product, seats: 1 });
    const first = await before.assignSeat(args, context);
    await before.close();
    await using after = await openLedger({ file });
    expect(await after.assignSeat(args, context)).toEqual(first);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a claim is answered again even after the seat was handed on", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 1 });
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const claim = () => ledger.claimSeat({ invitationToken: invitation?.token ?? "" }, { idempotencyKey: "k" });
  const first = await claim();
  await ledger.revokeSeat({ seatId: seat.id });
  await ledger.assignSeat({ subscriptionId, email: "b@acme.example" });
  expect(await claim()).toEqual(first);
});

test("the order of keys makes no other request", async () => {
  const { ledger, subscriptionId } = await setting();
  const args = { subscriptionId, email: "a@acme.example" };
  const first = await ledger.assignSeat({ ...args, metadata: { a: 1, b: 2 } }, { idempotencyKey: "k" });
  expect(await ledger.assignSeat({ ...args, metadata: { b: 2, a: 1 } }, { idempotencyKey: "k" })).toEqual(first);
});
