// While nobody knows what came of a write, others go on at Polar: the seat is handed on, or given by a colleague. Who asked is
// answered with what was done for them, and nothing else is taken for it.

import { polarSeats } from "@seat-ledger/polar";
import type { SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { cutOff, doneAtPolar, type Stage, setStage, stepsOf, waitingIntents } from "./stage.ts";

const ada = { email: "ada@acme.example" };
const bob = { email: "bob@acme.example" };
const actor = { type: "user", id: "u-1" } as const;
const key = { idempotencyKey: "k-1" };

const begun = () => setStage({ now: new Date(), seats: 1 });

/** Whoever sits in the only seat leaves it, and Bob comes. */
function handOn({ sandbox, pool, clock }: Stage): void {
  clock.advance({ minutes: 1 });
  const [row] = sandbox.listSeats(pool).seats;
  sandbox.revokeSeat({ seatId: row?.id ?? "" });
  clock.advance({ minutes: 1 });
  sandbox.assignSeat({ ...pool, ...bob });
}

/** From now on Polar's answers to writes arrive when the seat is handed on, and a pass has seen that. */
function answersLate(stage: Stage): void {
  stage.network(async (request, answer) => {
    const answered = await answer();
    if (request.method !== "POST") return answered;
    handOn(stage);
    await stage.replay();
    return answered;
  });
}

/** A process that ends when it has kept Polar's answer, before it records it. */
function endingEarly({ ledger, polar }: Stage) {
  const record = () => Promise.reject(new Error("ended"));
  const ending = new Proxy<SeatLedger>(ledger, {
    get(target, name) {
      const value: unknown = name === "record" ? record : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return polarSeats({ ledger: ending, polar, requestsPerMinute: 1_000_000 });
}

test("an assignment whose answer comes after the next holder is answered with who was invited, by its key too", async () => {
  const stage = await begun();
  const { ledger, seats, pool, network } = stage;
  answersLate(stage);
  const first = await seats.assignSeat({ ...pool, ...ada }, { actor, ...key });
  expect(first.seat).toMatchObject({ ...ada, status: "pending" });
  network((_, answer) => answer());
  expect(await seats.assignSeat({ ...pool, ...ada }, key)).toEqual(first);
  expect((await ledger.listSeats(pool)).seats).toMatchObject([bob]);
});

test("a claim whose answer comes after the next holder shows that one to nobody", async () => {
  const stage = await begun();
  const { sandbox, seats, pool } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  answersLate(stage);
  const claimed = await seats.claimSeat({ invitationToken: sandbox.invitationTokenOf(seat.id) ?? "" });
  expect(claimed.seat).toMatchObject({ ...ada, holdingId: seat.holdingId, status: "claimed" });
});

test("an answer that was kept and recorded after the next holder came is still the one to its key", async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, asked } = stage;
  await expect(endingEarly(stage).assignSeat({ ...pool, ...ada }, { actor, ...key })).rejects.toThrow("ended");
  handOn(stage);
  await seats.listSeats(pool);
  await replay();
  expect(await waitingIntents(ledger)).toEqual([]);
  asked();
  expect((await seats.assignSeat({ ...pool, ...ada }, key)).seat).toMatchObject({ ...ada, status: "pending" });
  expect(asked()).toEqual([]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(2);
});

test("an end that was guessed and taken back does not answer a revocation that never arrived", async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, network, clock } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  clock.advance({ minutes: 1 });
  const { version: poolVersion } = await ledger.getPool(pool);
  const empty = { type: "listing" as const, ...pool, poolVersion, seats: [] };
  await ledger.record([empty], { origin: "listing", originId: "missed", observedAt: clock.now() });
  await replay();
  expect((await stepsOf(ledger, seat.id)).at(-1)).toMatchObject({ type: "InvitationResumed" });
  network(() => Promise.reject(new TypeError("fetch failed")));
  const call = seats.revokeSeat({ seatId: seat.id }, { actor, ...key });
  await expect(call).rejects.toMatchObject({ name: "PolarSeatsError" });
  network((_, answer) => answer());
  await replay();
  expect(await waitingIntents(ledger)).toEqual(["revokeSeat"]);
  await seats.revokeSeat({ seatId: seat.id }, key);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test("that two passes did without the seat does not answer a revocation that never arrived", async () => {
  const { sandbox, ledger, seats, pool, replay, network, clock } = await begun();
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(() => Promise.reject(new TypeError("fetch failed")));
  const call = seats.revokeSeat({ seatId: seat.id }, { actor, ...key });
  await expect(call).rejects.toMatchObject({ name: "PolarSeatsError" });
  network(async (request, answer) =>
    /\/customer-seats/.test(request.url)
      ? Response.json({ seats: [], available_seats: 1, total_seats: 1 })
      : await answer(),
  );
  for (let passes = 0; passes < 3; passes += 1) {
    clock.advance({ minutes: 1 });
    await replay();
  }
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await waitingIntents(ledger)).toEqual(["revokeSeat"]);
  network((_, answer) => answer());
  await replay();
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "pending" });
  await seats.revokeSeat({ seatId: seat.id }, key);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test.each([
  ["an invitation", "a seat to claim at once", false, true],
  ["a seat claimed at once", "an invitation", true, false],
])("%s that a colleague gave is not what was asked for as %s", async (_, __, given, asked) => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, network } = stage;
  const gone = new AbortController();
  network(() => {
    gone.abort("cut off");
    return Promise.reject(new TypeError("fetch failed"));
  });
  const call = seats.assignSeat({ ...pool, ...ada, immediateClaim: asked }, { actor, ...key, signal: gone.signal });
  await expect(call).rejects.toBe("cut off");
  network((_request, answer) => answer());
  const { id } = sandbox.assignSeat({ ...pool, ...ada, immediateClaim: given });
  await replay();
  expect(await stepsOf(ledger, id)).toMatchObject([{ origin: "listing", actor: { type: "polar" } }]);
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
});

test("a revocation by another caller is no second call of one that was cut off", async () => {
  const stage = await begun();
  const { sandbox, seats, pool, replay, clock } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  clock.advance({ minutes: 1 });
  await cutOff(stage, ({ signal }) => seats.revokeSeat({ seatId: seat.id }, { actor, signal }));
  await replay();
  clock.advance({ minutes: 1 });
  await seats.assignSeat({ ...pool, ...bob });
  const answer = await seats.revokeSeat({ seatId: seat.id }, { actor: { type: "user", id: "u-2" } });
  expect(answer).toMatchObject({ status: "revoked", occupancy: 2 });
  expect(sandbox.listSeats(pool).seats).toMatchObject([{ status: "revoked" }]);
});
