// A call that is made again after it was cut off is answered without doing it twice, and never meant for another holder.

import { expect, test } from "vitest";
import { ada, begun, bob, key } from "./cut-off-stage.ts";
import { cutOff, doneAtPolar } from "./stage.ts";

test("a call without a key is answered once with what turned out to be done, and then as any other", async () => {
  const stage = await begun();
  const { sandbox, seats, pool, replay, asked } = stage;
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, ...ada }, { signal }));
  await replay();
  asked();
  const { seat } = await seats.assignSeat({ ...pool, email: "ADA@acme.example" });
  expect(seat).toMatchObject(ada);
  expect(asked()).toEqual([]);
  await expect(seats.assignSeat({ ...pool, ...ada })).rejects.toMatchObject({ code: "SeatAlreadyAssigned" });
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("who has lost the seat meanwhile gets a new one", async () => {
  const stage = await begun({ seats: 1 });
  const { sandbox, ledger, seats, pool, replay, clock } = stage;
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, ...ada }, { signal }));
  await replay();
  const [seat] = (await ledger.listSeats(pool)).seats;
  clock.advance({ minutes: 1 });
  await seats.revokeSeat({ seatId: seat?.id ?? "" });
  clock.advance({ minutes: 1 });
  expect(await seats.assignSeat({ ...pool, ...ada })).toMatchObject({ seat: { status: "pending", occupancy: 2 } });
  expect(doneAtPolar(sandbox, "assigned")).toBe(2);
});

test("a revocation that was cut off never takes the seat from the next holder when it is called again", async () => {
  for (const context of [{}, key]) {
    const stage = await begun({ seats: 1 });
    const { sandbox, ledger, seats, pool, clock, replay, asked } = stage;
    const { seat } = await seats.assignSeat({ ...pool, ...ada });
    clock.advance({ minutes: 1 });
    await cutOff(stage, ({ signal }) => seats.revokeSeat({ seatId: seat.id }, { ...context, signal }));
    clock.advance({ minutes: 1 });
    sandbox.assignSeat({ ...pool, ...bob });
    await replay();
    expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ ...bob, occupancy: 2 });
    asked();
    const answer = await seats.revokeSeat({ seatId: seat.id }, context);
    expect(answer).toMatchObject({ status: "revoked", holdingId: seat.holdingId, occupancy: 1 });
    expect(asked()).toEqual([]);
    expect(doneAtPolar(sandbox, "revoked")).toBe(1);
    // Another call is about whoever sits there.
    await seats.revokeSeat({ seatId: seat.id }, { idempotencyKey: "k-2" });
    expect(doneAtPolar(sandbox, "revoked")).toBe(2);
  }
});

test("a revocation that nobody saw done means the same holding when it is called again", async () => {
  const stage = await begun({ seats: 1 });
  const { sandbox, ledger, seats, pool, clock } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  clock.advance({ minutes: 1 });
  await cutOff(stage, ({ signal }) => seats.revokeSeat({ seatId: seat.id }, { ...key, signal }));
  clock.advance({ minutes: 1 });
  sandbox.assignSeat({ ...pool, ...bob });
  // Recorded by a process of before, which looked at no intents.
  const [row] = sandbox.listSeats(pool).seats;
  const { version: poolVersion } = await ledger.getPool(pool);
  const { id, status, email, customerId, memberId, invitationTokenExpiresAt, createdAt } = row ?? seat;
  const shown = { id, status, email, customerId, memberId, invitationTokenExpiresAt, createdAt };
  await ledger.record([{ type: "listing", ...pool, poolVersion, seats: [shown] }], {
    ...{ origin: "listing", originId: "another", observedAt: clock.now() },
  });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ occupancy: 2 });
  expect(await seats.revokeSeat({ seatId: seat.id }, key)).toMatchObject({ holdingId: seat.holdingId });
  expect(sandbox.listSeats(pool).seats).toMatchObject([{ ...bob, status: "pending" }]);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});
