// A write whose process ended after Polar did it: whoever looks next, a pass, a webhook or a listing, finds it and knows who
// asked; the same call again is answered without doing it twice.

import { createPolarWebhookHandler } from "@seat-ledger/polar";
import { expect, onTestFinished, test, vi } from "vitest";
import { requestOf, secret } from "../webhooks/stage.ts";
import { cutOff, doneAtPolar, type Stage, type StageOptions, setStage, stepsOf, waitingIntents } from "./stage.ts";

const ada = { email: "ada@acme.example" };
const bob = { email: "bob@acme.example" };
const actor = { type: "user", id: "u-1" } as const;
const key = { idempotencyKey: "k-1" };

/** Polar's clock is about ours, which tells what came after an intent from what was there before. */
async function begun(options: StageOptions = {}) {
  const stage = await setStage({ now: new Date(), ...options });
  const { sandbox, ledger, clock, organizationId, pool } = stage;
  const url = "https://ledger.example/webhooks/polar";
  sandbox.webhooks.createEndpoint({ organizationId, url, secret });
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret], clock: clock.now });
  const deliver = async () => {
    for (const { id, payload } of sandbox.webhooks.events()) {
      await handle(requestOf({ id, body: payload }, { at: clock.now() }));
    }
    await handle.idle();
  };
  const looks = {
    "a pass": async () => {
      const before = await eventsIn(stage);
      const report = await stage.replay();
      const appended = (await eventsIn(stage)) - before;
      expect(report).toMatchObject({ complete: true, inferred: 0, appended });
    },
    "a webhook": deliver,
    "a listing": () => stage.seats.listSeats(pool),
  };
  return { ...stage, looks };
}

async function eventsIn({ ledger, organizationId }: Stage): Promise<number> {
  return (await ledger.history({ organizationId })).entries.length;
}

const lookers = ["a pass", "a webhook", "a listing"] as const;

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

test("a seat that somebody else had given before is not ours, and the intent goes on waiting", async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, network, replay, clock } = stage;
  clock.set(new Date(Date.now() - 3_600_000));
  const { id: seatId } = sandbox.assignSeat({ ...pool, ...ada });
  network(() => Promise.reject(new TypeError("fetch failed")));
  await expect(seats.assignSeat({ ...pool, ...ada }, { actor })).rejects.toMatchObject({ code: "PolarUnavailable" });
  network((_, answer) => answer());
  await replay();
  expect(await stepsOf(ledger, seatId)).toMatchObject([{ origin: "listing", actor: { type: "polar" } }]);
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
});

test("a write that is under way says itself what came of it, whoever looks in between", async () => {
  for (const looker of lookers) {
    const stage = await begun();
    const { sandbox, ledger, seats, pool, looks, network } = stage;
    network(async (request, answer) => {
      const answered = await answer();
      if (request.method !== "POST") return answered;
      await looks[looker]();
      expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
      return answered;
    });
    const { seat } = await seats.assignSeat({ ...pool, ...ada }, { actor });
    expect(await stepsOf(ledger, seat.id)).toMatchObject([{ origin: "write-through", actor }]);
    expect(await waitingIntents(ledger)).toEqual([]);
    expect(await ledger.inbox.notes("write-through/unanswered/")).toEqual([]);
    await expect(seats.assignSeat({ ...pool, ...ada })).rejects.toMatchObject({ code: "SeatAlreadyAssigned" });
    expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  }
});

test("a look that is made while a write goes on for long does not give it up", async () => {
  const stage = await begun();
  const { ledger, seats, pool, replay, network } = stage;
  network(async (request, answer) => {
    if (request.method !== "POST") return await answer();
    laterBy(2);
    expect(await replay()).toMatchObject({ complete: true });
    expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
    return await answer();
  });
  await seats.assignSeat({ ...pool, ...ada });
  expect(await waitingIntents(ledger)).toEqual([]);
});

/** Moves the machine's time on by hours. */
function laterBy(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
}

async function neverArrived(stage: Stage): Promise<void> {
  const { seats, pool, network } = stage;
  const nobody = "x".repeat(43);
  const { seat } = await seats.assignSeat({ ...pool, ...bob });
  network(() => Promise.reject(new TypeError("fetch failed")));
  const calls = [
    () => seats.assignSeat({ ...pool, ...ada }),
    () => seats.revokeSeat({ seatId: seat.id }),
    () => seats.resendInvitation({ seatId: seat.id }),
    () => seats.claimSeat({ invitationToken: nobody }),
  ];
  await Promise.all(calls.map((call) => expect(call()).rejects.toMatchObject({ name: "PolarSeatsError" })));
  network((_, answer) => answer());
}

test("what no look shows is given up when no write can be under way any more, and not before", {
  timeout: 60_000,
}, async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, asked } = stage;
  await neverArrived(stage);
  const all = ["assignSeat", "revokeSeat", "resendInvitation", "claimSeat"];
  await replay();
  expect((await waitingIntents(ledger)).toSorted()).toEqual(all.toSorted());
  laterBy(2);
  await replay();
  expect(await waitingIntents(ledger)).toEqual([]);
  const { observations } = await ledger.inbox.list({ origin: "write-through", state: "applied" });
  expect(
    observations
      .filter(({ problem }) => problem !== null)
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(all.toSorted());
  asked();
  await seats.assignSeat({ ...pool, ...ada });
  expect(asked()).toEqual(["POST /v1/customer-seats"]);
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
