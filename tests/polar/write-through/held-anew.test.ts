// Revoking a seat that somebody holds anew before the revocation is known: only the holding that was meant ends, and only
// that one is answered.

import { expect, test } from "vitest";
import { doneAtPolar, type Network, type Stage, setStage, stepsOf } from "./stage.ts";

const ada = { email: "ada@acme.example" };
const nobody = { status: "revoked", email: null, personId: null, memberId: null, customerId: null, occupancy: 1 };

/** Polar revokes, the seat is given away again, and the answer to the revocation is lost. */
function heldAnew({ sandbox, clock, pool }: Stage, email: string): Network {
  let isHeldAnew = false;
  return async (request, answer) => {
    if (request.method !== "DELETE" || isHeldAnew) return await answer();
    isHeldAnew = true;
    await answer();
    clock.advance({ minutes: 1 });
    sandbox.assignSeat({ ...pool, email });
    throw new TypeError("fetch failed");
  };
}

test.each([
  ["somebody else", "bob@acme.example", true],
  ["the same person", ada.email, true],
  ["the same person, without the member model", ada.email, false],
])("a revocation whose answer is lost leaves the seat to %s who holds it next", async (_, email, memberModel) => {
  const stage = await setStage({ seats: 1, memberModel });
  const { sandbox, ledger, seats, pool, network, replay } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(heldAnew(stage, email));
  const key = { idempotencyKey: "k-1" };
  const answer = await seats.revokeSeat({ seatId: seat.id }, key);
  expect(answer).toMatchObject({ id: seat.id, holdingId: seat.holdingId, ...nobody });
  expect(await seats.revokeSeat({ seatId: seat.id }, key)).toEqual(answer);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "pending", email, occupancy: 2 });
  expect(await replay()).toMatchObject({ complete: true, appended: 0 });
});

test("who asked for a revocation has not given the seat to the next holder", async () => {
  const stage = await setStage({ seats: 1 });
  const { ledger, seats, pool, network } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(heldAnew(stage, "bob@acme.example"));
  await seats.revokeSeat({ seatId: seat.id }, { actor: { type: "user", id: "u-1" } });
  const given = (await stepsOf(ledger, seat.id)).at(-1);
  expect(given).toMatchObject({ type: "SeatAssigned", email: "bob@acme.example", actor: { type: "polar" } });
});

test("a revocation that is recorded after its seat went on answers the seat as it was left", async () => {
  const stage = await setStage({ seats: 1 });
  const { sandbox, seats, pool, network, clock, replay } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(async (request, answer) => {
    const answered = await answer();
    if (request.method === "DELETE") {
      clock.advance({ minutes: 1 });
      sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
      await replay();
    }
    return answered;
  });
  expect(await seats.revokeSeat({ seatId: seat.id })).toMatchObject(nobody);
});

test("a holding that goes on by other references is asked for again", async () => {
  const { sandbox, seats, pool, network, organizationId } = await setStage({
    ...{ seats: 1, memberModel: false, membersForHolders: false },
  });
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  let isFirst = true;
  network(async (request, answer) => {
    if (request.method !== "DELETE" || !isFirst) return await answer();
    isFirst = false;
    sandbox.setMemberModel(organizationId, true);
    throw new TypeError("fetch failed");
  });
  expect(await seats.revokeSeat({ seatId: seat.id })).toMatchObject(nobody);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
  expect(sandbox.record.some(({ type }) => type === "identity_changed")).toBe(true);
});

test("where Polar shows a holding that the ledger never knew, nobody can tell whose revocation was asked for", async () => {
  const { sandbox, seats, pool, network, clock } = await setStage({ seats: 1 });
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  await seats.revokeSeat({ seatId: seat.id });
  clock.advance({ minutes: 1 });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  network((request, answer) =>
    request.method === "DELETE" ? Promise.reject(new TypeError("fetch failed")) : answer(),
  );
  await expect(seats.revokeSeat({ seatId: seat.id })).rejects.toMatchObject({ code: "OutcomeUnknown" });
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});
