// What becomes of a write whose answer is lost, or whose process ends: the next look finds it, and nothing is done twice.

import { expect, test } from "vitest";
import { killedBeforeRecord } from "./ending.ts";
import { breaking, doneAtPolar, setStage, stepsOf, waitingIntents } from "./stage.ts";

const ada = { email: "ada@acme.example" };
const actor = { type: "user", id: "u-1" } as const;

test("an assignment whose answer is lost is found in the listing, and still ours", async () => {
  const { sandbox, ledger, seats, pool, network, asked } = await setStage();
  network(breaking("POST", "after"));
  const { seat } = await seats.assignSeat({ ...pool, ...ada }, { actor });
  expect(asked()).toEqual(["POST /v1/customer-seats", "GET /v1/customer-seats"]);
  expect(seat).toMatchObject({ status: "pending", ...ada });
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  expect(await stepsOf(ledger, seat.id)).toEqual([
    { type: "SeatAssigned", origin: "write-through", actor, inferred: false, ...ada },
  ]);
  expect(await waitingIntents(ledger)).toEqual([]);
});

test("an assignment that never reached Polar is asked for again", async () => {
  const { sandbox, seats, pool, network, asked } = await setStage();
  network(breaking("POST", "before", 2));
  await seats.assignSeat({ ...pool, ...ada });
  const [post, get] = ["POST /v1/customer-seats", "GET /v1/customer-seats"];
  expect(asked()).toEqual([post, get, post, get, post]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("an assignment that is done only after the look is not doubled", async () => {
  const { sandbox, seats, pool, network } = await setStage();
  let late: (() => Promise<Response>) | null = null;
  network(async (request, answer) => {
    if (request.method !== "POST") return await answer();
    if (late === null) {
      late = answer;
      throw new TypeError("fetch failed");
    }
    await late();
    return await answer();
  });
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  expect(seat).toMatchObject(ada);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("a customer is found again as the holder or by the e-mail, with and without the member model", async () => {
  for (const memberModel of [true, false]) {
    const { sandbox, seats, pool, network, organizationId } = await setStage({ memberModel });
    const bob = { email: "bob@acme.example", externalId: "bob" };
    const { id: customerId } = sandbox.createCustomer({ organizationId, ...bob });
    network(breaking("POST", "after"));
    expect((await seats.assignSeat({ ...pool, customerId })).seat).toMatchObject({ email: "bob@acme.example" });
    network(breaking("POST", "after"));
    await expect(seats.assignSeat({ ...pool, externalCustomerId: "bob" })).rejects.toMatchObject({
      code: "SeatAlreadyAssigned",
    });
    expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  }
});

test("a member is found again by either id", async () => {
  const { sandbox, seats, pool, network, customerId } = await setStage();
  const { id: memberId } = sandbox.createMember({ customerId, email: "dan@acme.example", externalId: "dan" });
  sandbox.createMember({ customerId, email: "eve@acme.example", externalId: "eve" });
  network(breaking("POST", "after"));
  expect((await seats.assignSeat({ ...pool, memberId })).seat).toMatchObject({ memberId });
  network(breaking("POST", "after"));
  expect((await seats.assignSeat({ ...pool, externalMemberId: "eve" })).seat).toMatchObject({
    email: "eve@acme.example",
  });
  expect(doneAtPolar(sandbox, "assigned")).toBe(2);
});

test("a seat that the recipient had before is nobody's doing", async () => {
  const { sandbox, seats, pool, network, replay } = await setStage();
  const { id: seatId } = sandbox.assignSeat({ ...pool, ...ada });
  await replay();
  network(breaking("POST", "before"));
  await expect(seats.assignSeat({ ...pool, ...ada })).rejects.toMatchObject({ code: "SeatAlreadyAssigned", seatId });
});

test("a write that stays unanswered is told so, and the same call later looks before it asks", async () => {
  const { sandbox, ledger, seats, pool, network, asked } = await setStage();
  network(breaking("POST", "before", 3));
  await expect(seats.assignSeat({ ...pool, ...ada })).rejects.toMatchObject({ code: "OutcomeUnknown" });
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
  asked();
  await seats.assignSeat({ ...pool, ...ada });
  expect(asked()).toEqual(["GET /v1/customer-seats", "POST /v1/customer-seats"]);
  expect(await waitingIntents(ledger)).toEqual([]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("a process that ends between Polar and the ledger leaves an intent, and whoever calls again gets that very seat", async () => {
  const stage = await setStage();
  const { sandbox, ledger, seats, pool, asked } = stage;
  await expect(killedBeforeRecord(stage).assignSeat({ ...pool, ...ada })).rejects.toThrow("killed");
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  await expect(ledger.getPool(pool)).resolves.toMatchObject({ pending: 0 });
  asked();
  const { seat } = await seats.assignSeat({ ...pool, email: "ADA@acme.example" }, { actor });
  expect(asked()).toEqual(["GET /v1/customer-seats"]);
  expect(seat).toMatchObject(ada);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  expect(await waitingIntents(ledger)).not.toContain("assignSeat");
  await expect(seats.assignSeat({ ...pool, ...ada })).rejects.toMatchObject({ code: "SeatAlreadyAssigned" });
});

test("a pass heals what a process left, and nothing is inferred", async () => {
  const stage = await setStage();
  const { ledger, pool, replay } = stage;
  await expect(killedBeforeRecord(stage).assignSeat({ ...pool, ...ada })).rejects.toThrow("killed");
  expect(await replay()).toMatchObject({ complete: true, inferred: 0 });
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
});

test("equal calls at once are one after the other: one gives the seat, the others are told so", async () => {
  const { sandbox, seats, pool } = await setStage();
  const calls = Array.from({ length: 4 }, () => seats.assignSeat({ ...pool, ...ada }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
  const keyed = Array.from({ length: 4 }, () =>
    seats.assignSeat({ ...pool, email: "bob@acme.example" }, { idempotencyKey: "k-1" }),
  );
  const [answer, ...same] = await Promise.all(keyed);
  for (const other of same) expect(other).toEqual(answer);
  expect(doneAtPolar(sandbox, "assigned")).toBe(2);
});

test("a revocation whose answer is lost is found", async () => {
  const { sandbox, ledger, seats, pool, network } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(breaking("DELETE", "after"));
  expect(await seats.revokeSeat({ seatId: seat.id }, { actor })).toMatchObject({ status: "revoked" });
  expect((await stepsOf(ledger, seat.id)).at(-1)).toMatchObject({ type: "SeatRevoked", actor, ...ada });
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test("a revocation whose answer is lost never takes the seat from the next holder", async () => {
  const { sandbox, seats, pool, network, clock } = await setStage({ seats: 1 });
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(async (request, answer) => {
    if (request.method !== "DELETE") return await answer();
    await answer();
    clock.advance({ minutes: 1 });
    sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
    throw new TypeError("fetch failed");
  });
  await seats.revokeSeat({ seatId: seat.id });
  expect(sandbox.listSeats(pool).seats).toMatchObject([{ id: seat.id, email: "bob@acme.example", status: "pending" }]);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test("a mail that may have been sent is not sent twice", async () => {
  const { seats, pool, network, asked } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(breaking("POST", "after"));
  asked();
  await expect(seats.resendInvitation({ seatId: seat.id })).rejects.toMatchObject({ code: "OutcomeUnknown" });
  expect(asked()).toHaveLength(1);
});

test("a claim whose answer is lost is told so: its session went with it, and the next look shows the claim", async () => {
  const { sandbox, ledger, seats, pool, network } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  const invitationToken = sandbox.invitationTokenOf(seat.id) ?? "";
  network(breaking("POST", "after"));
  await expect(seats.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "OutcomeUnknown" });
  await seats.listSeats(pool);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "claimed" });
  expect(doneAtPolar(sandbox, "claimed")).toBe(1);
});

test("a claim that never reached Polar is asked for again", async () => {
  const { sandbox, seats, pool, network } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  network(breaking("POST", "before"));
  const claimed = await seats.claimSeat({ invitationToken: sandbox.invitationTokenOf(seat.id) ?? "" });
  expect(claimed.seat).toMatchObject({ status: "claimed" });
});

test("where Polar can't be looked at either, nobody knows, and the intent stays", async () => {
  const { ledger, seats, pool, network } = await setStage();
  network(() => Promise.reject(new TypeError("fetch failed")));
  const stop = AbortSignal.timeout(30_000);
  await expect(seats.assignSeat({ ...pool, ...ada }, { signal: stop })).rejects.toMatchObject({
    code: "PolarUnavailable",
  });
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
});

test("a signal ends a call at once with its reason, and what came of it is found later", async () => {
  const { sandbox, seats, pool, network, asked } = await setStage();
  const controller = new AbortController();
  const reason = new Error("enough");
  network(async (request, answer) => {
    if (request.method === "POST") {
      await answer();
      controller.abort(reason);
      await new Promise(() => {});
    }
    return await answer();
  });
  await expect(seats.assignSeat({ ...pool, ...ada }, { signal: controller.signal })).rejects.toBe(reason);
  network((_, answer) => answer());
  asked();
  expect((await seats.assignSeat({ ...pool, ...ada })).seat).toMatchObject(ada);
  expect(asked()).toEqual(["GET /v1/customer-seats"]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});
