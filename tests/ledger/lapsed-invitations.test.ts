// What becomes of a seat whose invitation nobody took up in time: it stays taken, as in Polar, unless the ledger was told
// to release it; then it is freed, by an event of its own, when somebody needs a seat.

import { randomUUID } from "node:crypto";
import { openLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { expect, test } from "vitest";
import { product, refusal } from "./setting.ts";

/** A pool with one seat, whose invitation is past by a minute. */
async function lapsed(lapsedInvitations?: "hold" | "release") {
  const clock = manualClock();
  const ledger = await openLedger({ file: ":memory:", clock: clock.now, lapsedInvitations });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const pool = { subscriptionId: randomUUID() };
  await ledger.openPool({ ...pool, organizationId, customerId, product, seats: 1 });
  const { seat, invitation } = await ledger.assignSeat({ ...pool, email: "late@example.com" });
  clock.advance({ days: 1, minutes: 1 });
  const typesOf = async () => (await ledger.history({ seatId: seat.id })).entries.map(({ event }) => event.type);
  return { ledger, clock, pool, seat, token: invitation?.token ?? "", typesOf };
}

test("an expired invitation holds its seat by default", async () => {
  const { ledger, pool } = await lapsed();
  expect(await refusal(ledger.assignSeat({ ...pool, email: "next@example.com" }))).toBe("SeatNotAvailable");
});

test("a released seat is freed by an event and taken by the next person", async () => {
  const { ledger, pool, seat, typesOf } = await lapsed("release");
  const next = await ledger.assignSeat({ ...pool, email: "next@example.com" });
  expect(next.seat).toMatchObject({ id: seat.id, occupancy: 2, email: "next@example.com" });
  expect(await typesOf()).toEqual(["SeatAssigned", "InvitationLapsed", "SeatAssigned"]);
});

test("the same person can be invited anew once the invitation is past", async () => {
  const { ledger, pool } = await lapsed("release");
  const { seat } = await ledger.assignSeat({ ...pool, email: "late@example.com" });
  expect(seat).toMatchObject({ status: "pending", occupancy: 2 });
});

test("a lapsed seat is freed before the pool is made smaller", async () => {
  const { ledger, pool, typesOf } = await lapsed("release");
  expect(await ledger.resizePool({ ...pool, seats: 0 })).toMatchObject({ seats: 0, pending: 0, overused: 0 });
  expect(await typesOf()).toEqual(["SeatAssigned", "InvitationLapsed"]);
});

test("until an event records it, the seat reads as pending and can be sent again", async () => {
  const { ledger, pool, seat } = await lapsed("release");
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1, available: 0 });
  const { invitation } = await ledger.resendInvitation({ seatId: seat.id });
  const claimed = await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  expect(claimed.seat).toMatchObject({ id: seat.id, status: "claimed" });
});

test("a refused assignment frees nothing", async () => {
  const { ledger, pool, typesOf } = await lapsed("release");
  const unknown = { ...pool, memberId: randomUUID() };
  expect(await refusal(ledger.assignSeat(unknown))).toBe("MemberNotFound");
  expect(await typesOf()).toEqual(["SeatAssigned"]);
});

test("the token of a lapsed seat stays dead", async () => {
  const { ledger, pool, token } = await lapsed("release");
  await ledger.assignSeat({ ...pool, email: "next@example.com" });
  expect(await refusal(ledger.claimSeat({ invitationToken: token }))).toBe("InvalidInvitationToken");
});

test("an invitation that is still good is never released", async () => {
  const { ledger, clock, pool } = await lapsed("release");
  await ledger.assignSeat({ ...pool, email: "next@example.com" });
  clock.advance({ days: 1 });
  expect(await refusal(ledger.assignSeat({ ...pool, email: "third@example.com" }))).toBe("SeatNotAvailable");
});
