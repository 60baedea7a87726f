// Idempotency keys of writes: what was answered under one is answered again, for 30 days, and never done twice.

import { expect, onTestFinished, test, vi } from "vitest";
import { killedBeforeNote, killedBeforeRecord } from "./ending.ts";
import { doneAtPolar, setStage, waitingIntents } from "./stage.ts";

const ada = { email: "ada@acme.example" };
const day = 24 * 60 * 60 * 1_000;

test("the same idempotency key is answered the same, whatever has become of the seat", async () => {
  const { sandbox, ledger, seats, pool, clock, asked } = await setStage({ seats: 1 });
  const first = await seats.assignSeat({ ...pool, ...ada }, { idempotencyKey: "k-1" });
  clock.advance({ hours: 1 });
  const revoked = await seats.revokeSeat({ seatId: first.seat.id }, { idempotencyKey: "k-2" });
  clock.advance({ hours: 1 });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await seats.listSeats(pool);
  asked();
  expect(await seats.assignSeat({ ...pool, ...ada }, { idempotencyKey: "k-1" })).toEqual(first);
  expect(await seats.revokeSeat({ seatId: first.seat.id }, { idempotencyKey: "k-2" })).toEqual(revoked);
  expect(asked()).toEqual([]);
  expect(await ledger.getSeat({ seatId: first.seat.id })).toMatchObject({ email: "bob@acme.example" });
});

test("an idempotency key is for one request, and free again where Polar refused it", async () => {
  const { seats, pool } = await setStage({ seats: 1 });
  const key = { idempotencyKey: "k-1" };
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  await expect(seats.assignSeat({ ...pool, email: "bob@acme.example" }, key)).rejects.toMatchObject({
    code: "SeatNotAvailable",
  });
  await seats.revokeSeat({ seatId: seat.id }, key);
  for (const call of [
    () => seats.assignSeat({ ...pool, ...ada }, key),
    () => seats.resendInvitation({ seatId: seat.id }, key),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "IdempotencyConflict" });
  }
});

test("an idempotency key is for one pool: for the same person in another it is a conflict, and no answer", async () => {
  const { sandbox, seats, pool, productId, customerId } = await setStage();
  const { id: subscriptionId } = sandbox.createSubscription({ productId, customerId, seats: 1 });
  const key = { idempotencyKey: "k-1" };
  await seats.assignSeat({ ...pool, ...ada }, key);
  await expect(seats.assignSeat({ subscriptionId, ...ada }, key)).rejects.toMatchObject({
    code: "IdempotencyConflict",
  });
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("a call with a key that was cut off looks before it asks", async () => {
  const stage = await setStage();
  const { sandbox, seats, pool, asked } = stage;
  const key = { idempotencyKey: "k-1" };
  await expect(killedBeforeRecord(stage).assignSeat({ ...pool, ...ada }, key)).rejects.toThrow("killed");
  asked();
  const answer = await seats.assignSeat({ ...pool, ...ada }, key);
  expect(asked()).toEqual(["GET /v1/customer-seats"]);
  expect(await seats.assignSeat({ ...pool, ...ada }, key)).toEqual(answer);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("a call with a key that was cut off before its answer was remembered is answered the same when it comes again", async () => {
  const stage = await setStage();
  const { sandbox, ledger, seats, pool } = stage;
  const key = { idempotencyKey: "k-1" };
  await expect(killedBeforeNote(stage).assignSeat({ ...pool, ...ada }, key)).rejects.toThrow("killed");
  expect(await seats.assignSeat({ ...pool, ...ada }, key)).toMatchObject({ seat: ada });
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  expect(await waitingIntents(ledger)).toEqual([]);
});

test("a key is free again after 30 days, as the ledger's own are, and so is the place that it took", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { ledger, seats, pool, asked } = await setStage({ seats: 100 });
  const remembered = async () => (await ledger.inbox.notes("write-through/keys/")).length;
  const assign = (number: number) =>
    seats.assignSeat({ ...pool, email: `${number}@acme.example` }, { idempotencyKey: `k-${number}` });
  const first = await assign(0);
  vi.setSystemTime(Date.now() + 30 * day - 1);
  asked();
  expect(await assign(0)).toEqual(first);
  expect(asked()).toEqual([]);
  vi.setSystemTime(Date.now() + 1);
  await expect(assign(0)).rejects.toMatchObject({ code: "SeatAlreadyAssigned" });
  expect(asked()).not.toEqual([]);
  for (let number = 1; number < 10; number += 1) {
    await assign(number);
    vi.setSystemTime(Date.now() + 10 * day);
  }
  expect(await remembered()).toBeLessThanOrEqual(4);
});

test("an answer that was remembered without its time is kept for another 30 days", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { ledger, seats, pool } = await setStage({ seats: 10 });
  const first = await seats.assignSeat({ ...pool, ...ada }, { idempotencyKey: "k-1" });
  const [note] = await ledger.inbox.notes("write-through/keys/");
  await ledger.inbox.putNote(note?.key ?? "", { ...(note?.value as object), at: null });
  const next = async (number: number, days: number) => {
    vi.setSystemTime(Date.now() + days * day);
    await seats.assignSeat({ ...pool, email: `${number}@acme.example` }, { idempotencyKey: `n-${number}` });
  };
  await next(1, 40);
  expect(await seats.assignSeat({ ...pool, ...ada }, { idempotencyKey: "k-1" })).toEqual(first);
  await next(2, 31);
  expect(await ledger.inbox.note(note?.key ?? "")).toBeNull();
});
