// An intent whose write no look shows: it waits for as long as the write may be under way, and is then given up.

import { expect, onTestFinished, test, vi } from "vitest";
import { actor, ada, begun, bob, lookers } from "./cut-off-stage.ts";
import { doneAtPolar, type Stage, stepsOf, waitingIntents } from "./stage.ts";

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
