// A write whose process ended after Polar did it: whoever looks next, a pass, a webhook or a listing, finds it and knows who
// asked. The same call again stands in cut-off-again, what nobody finds in cut-off-unseen.

import { expect, test } from "vitest";
import { actor, ada, begun, bob, key, lookers } from "./cut-off-stage.ts";
import { cutOff, doneAtPolar, stepsOf, waitingIntents } from "./stage.ts";

test.each(lookers)("%s that shows an assignment that was cut off records it as ours", async (looker) => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, looks, asked } = stage;
  const context = { actor, reason: "joined the team", ...key };
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, ...ada }, { ...context, signal }));
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
  await looks[looker]();
  const [seat] = (await ledger.listSeats(pool)).seats;
  const seatId = seat?.id ?? "";
  expect(await stepsOf(ledger, seatId)).toEqual([
    { type: "SeatAssigned", origin: "write-through", actor, inferred: false, ...ada },
  ]);
  const { entries } = await ledger.history({ seatId });
  expect(entries[0]?.event).toMatchObject({ actor, originId: expect.stringMatching(/\/seen$/) });
  expect(await waitingIntents(ledger)).toEqual([]);
  asked();
  expect(await seats.assignSeat({ ...pool, ...ada }, key)).toEqual({ seat, invitation: null });
  expect(await seats.assignSeat({ ...pool, ...ada }, key)).toEqual({ seat, invitation: null });
  expect(asked()).toEqual([]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test.each(lookers)("%s that shows a revocation that was cut off records it as ours", async (looker) => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, looks, asked } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  await cutOff(stage, ({ signal }) => seats.revokeSeat({ seatId: seat.id }, { actor, ...key, signal }));
  await looks[looker]();
  expect((await stepsOf(ledger, seat.id)).at(-1)).toEqual({
    ...{ type: "SeatRevoked", origin: "write-through", actor, inferred: false, ...ada },
  });
  expect(await waitingIntents(ledger)).toEqual([]);
  asked();
  const answer = await seats.revokeSeat({ seatId: seat.id }, key);
  expect(answer).toMatchObject({ id: seat.id, status: "revoked", holdingId: seat.holdingId });
  expect(asked()).toEqual([]);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test("what was cut off costs a look no more requests than it would make without", async () => {
  const stage = await begun();
  const { seats, pool, asked } = stage;
  for (const name of ["ada", "bob"]) {
    const args = { ...pool, email: `${name}@acme.example` };
    await cutOff(stage, ({ signal }) => seats.assignSeat(args, { signal }));
  }
  asked();
  await seats.listSeats(pool);
  expect(asked()).toEqual(["GET /v1/customer-seats"]);
});

test("who took the invitation up before the look did so without us", async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, clock } = stage;
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, ...ada }, { actor, ...key, signal }));
  clock.advance({ minutes: 1 });
  const [given] = sandbox.listSeats(pool).seats;
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(given?.id ?? "") ?? "" });
  await replay();
  expect((await stepsOf(ledger, given?.id ?? "")).map((step) => [step.type, step.origin, step.actor.type])).toEqual([
    ["SeatAssigned", "write-through", "user"],
    ["SeatClaimed", "listing", "polar"],
  ]);
  expect((await seats.assignSeat({ ...pool, ...ada }, key)).seat).toMatchObject({ status: "pending" });
});

test("a seat that was claimed at once is ours as a whole", async () => {
  const stage = await begun();
  const { ledger, seats, pool, replay } = stage;
  const args = { ...pool, ...ada, immediateClaim: true };
  await cutOff(stage, ({ signal }) => seats.assignSeat(args, { actor, signal }));
  await replay();
  const [seat] = (await ledger.listSeats(pool)).seats;
  expect(await stepsOf(ledger, seat?.id ?? "")).toMatchObject([
    { type: "SeatGranted", origin: "write-through", actor },
  ]);
});

test.each([
  ["a customer, with the member model", true],
  ["a customer, without it", false],
])("%s is found without asking Polar who it is", async (_, memberModel) => {
  const stage = await begun({ memberModel });
  const { sandbox, ledger, seats, pool, organizationId, replay } = stage;
  const { id: customerId } = sandbox.createCustomer({ organizationId, ...bob });
  await ledger.registerCustomer({ id: customerId, organizationId, ...bob });
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, customerId }, { actor, signal }));
  await replay();
  const [seat] = (await ledger.listSeats(pool)).seats;
  expect(await stepsOf(ledger, seat?.id ?? "")).toMatchObject([{ type: "SeatAssigned", actor }]);
});

test("a member is found by either id", async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, customerId, replay } = stage;
  const { id: memberId } = sandbox.createMember({ customerId, email: "dan@acme.example" });
  sandbox.createMember({ customerId, email: "eve@acme.example", externalId: "eve" });
  for (const args of [{ memberId }, { externalMemberId: "eve" }]) {
    await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, ...args }, { actor, signal }));
  }
  await replay();
  for (const { id } of (await ledger.listSeats(pool)).seats) {
    expect(await stepsOf(ledger, id)).toMatchObject([{ type: "SeatAssigned", actor }]);
  }
});
