// What Polar refuses is thrown as the ledger's own refusal, with its facts; Polar's troubles are errors of their own.

import { inspect } from "node:util";
import { PolarSeatsError } from "@seat-ledger/polar";
import { expect, test } from "vitest";
import { type Network, type Stage, setStage } from "./stage.ts";

const refusing =
  (status: number, body: object | string, headers: Record<string, string> = {}): Network =>
  async (request, answer) => {
    if (request.method !== "POST" && request.method !== "DELETE") return await answer();
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  };

test("a full pool is told with its numbers, as Polar has them by now", async () => {
  const { sandbox, ledger, seats, pool } = await setStage({ seats: 2 });
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await expect(seats.assignSeat({ ...pool, email: "cyd@acme.example" })).rejects.toMatchObject({
    ...{ code: "SeatNotAvailable", poolId: pool.subscriptionId, seats: 2, live: 2 },
  });
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 2 });
});

test("an order that is not paid gives no seats", async () => {
  const { sandbox, seats, organizationId, customerId } = await setStage();
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const orderId = sandbox.createOrder({ productId, customerId, seats: 2, status: "pending" }).id;
  await expect(seats.assignSeat({ orderId, email: "ada@acme.example" })).rejects.toMatchObject({
    ...{ code: "PoolNotActive", poolId: orderId, status: "unpaid" },
  });
});

test("who has a seat already gets no second one, and is told which it is", async () => {
  const { sandbox, seats, pool } = await setStage();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const again = seats.assignSeat({ ...pool, email: "ADA@acme.example" });
  await expect(again).rejects.toMatchObject({ code: "SeatAlreadyAssigned", poolId: pool.subscriptionId, seatId });
  await expect(again).rejects.not.toThrow("@");
});

test("recipients whom Polar doesn't know, or doesn't take", async () => {
  const { sandbox, seats, pool, customerId } = await setStage();
  const nobody = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
  await expect(seats.assignSeat({ ...pool, memberId: nobody })).rejects.toMatchObject({
    ...{ code: "MemberNotFound", memberId: nobody },
  });
  await expect(seats.assignSeat({ ...pool, customerId: nobody })).rejects.toMatchObject({
    code: "InvalidSeatAssignmentRequest",
  });
  const { id: memberId } = sandbox.createMember({ customerId, email: "dan@acme.example", externalId: "dan" });
  await seats.assignSeat({ ...pool, memberId });
  await expect(seats.assignSeat({ ...pool, externalMemberId: "dan", email: "eve@acme.example" })).rejects.toMatchObject(
    { code: "MemberEmailMismatch", memberId },
  );
  const plain = await setStage({ memberModel: false });
  await expect(plain.seats.assignSeat({ ...plain.pool, customerId: nobody })).rejects.toMatchObject({
    ...{ code: "CustomerNotFound", customerId: nobody },
  });
});

test("pools and seats that nobody knows", async () => {
  const { seats, asked } = await setStage();
  const nothing = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
  await expect(seats.assignSeat({ subscriptionId: nothing, email: "a@b.example" })).rejects.toMatchObject({
    ...{ code: "PoolNotFound", subscriptionId: nothing },
  });
  await expect(seats.listSeats({ orderId: nothing })).rejects.toMatchObject({ code: "PoolNotFound", orderId: nothing });
  expect(asked()).toEqual([`GET /v1/subscriptions/${nothing}`, `GET /v1/orders/${nothing}`]);
  const checkout = seats.assignSeat({ checkoutId: "co_1", email: "a@b.example" });
  await expect(checkout).rejects.toMatchObject({ code: "PoolNotFound" });
  await expect(seats.listSeats({ checkoutId: "co_1" })).rejects.toMatchObject({ code: "PoolNotFound" });
  for (const operation of [seats.revokeSeat, seats.resendInvitation]) {
    await expect(operation({ seatId: nothing })).rejects.toMatchObject({ code: "SeatNotFound", seatId: nothing });
  }
  const odd = "00000000-0000-1000-8000-000000000000";
  await expect(seats.revokeSeat({ seatId: odd })).rejects.toMatchObject({ code: "SeatNotFound" });
});

test("an invitation of a seat that is not pending is not sent again", async () => {
  const { sandbox, seats, pool } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(seat.id) ?? "" });
  await expect(seats.resendInvitation({ seatId: seat.id })).rejects.toMatchObject({
    ...{ code: "SeatNotPending", seatId: seat.id, status: "claimed" },
  });
});

test("what is wrong with a request is refused before Polar is asked", async () => {
  const { seats, pool, ledger, asked } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  asked();
  const wrong = [
    () => seats.assignSeat(pool),
    () => seats.assignSeat({ ...pool, email: "nobody" }),
    // @ts-expect-error An argument that is not known.
    () => seats.assignSeat({ ...pool, email: "a@b.example", colour: "red" }),
    () => seats.assignSeat({ ...pool, email: "a@b.example" }, { reason: "" }),
    () => seats.assignSeat({ ...pool, email: "a@b.example" }, { occurredAt: new Date() }),
    () => seats.revokeSeat({ seatId: "no-seat" }),
    () => seats.revokeSeat({ seatId: seat.id }, { occurredAt: new Date() }),
    // @ts-expect-error A token that is no text.
    () => seats.getClaimInfo({ invitationToken: 7 }),
    // @ts-expect-error A pool that is not named.
    () => seats.listSeats({ subscription: "x" }),
  ];
  for (const call of wrong) await expect(call()).rejects.toMatchObject({ code: "InvalidRequest" });
  const { version } = await ledger.getPool(pool);
  const expectedVersion = version - 1;
  await expect(seats.assignSeat({ ...pool, email: "a@b.example" }, { expectedVersion })).rejects.toMatchObject({
    ...{ code: "VersionConflict", expected: expectedVersion, found: version },
  });
  await seats.revokeSeat({ seatId: seat.id }, { expectedVersion: version });
  expect(asked()).toHaveLength(1);
});

test("tokens that can't be Polar's are not shown to it", async () => {
  const { seats, asked } = await setStage();
  for (const invitationToken of ["", "seat_inv_abcdef", "../customers", "a b", "x".repeat(300)]) {
    await expect(seats.getClaimInfo({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
    await expect(seats.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
  }
  expect(asked()).toEqual([]);
});

test("an organization without seats refuses everything", async () => {
  const { seats, pool, organizationId, network } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  const body = { error: "FeatureNotEnabled", detail: "Seat-based pricing is not enabled for this organization" };
  network(async () => Response.json(body, { status: 403 }));
  const expected = { code: "SeatsNotEnabled", organizationId };
  await expect(seats.assignSeat({ ...pool, email: "bob@acme.example" })).rejects.toMatchObject(expected);
  await expect(seats.listSeats(pool)).rejects.toMatchObject(expected);
  await expect(seats.revokeSeat({ seatId: seat.id })).rejects.toMatchObject(expected);
  await expect(seats.resendInvitation({ seatId: seat.id })).rejects.toMatchObject(expected);
  const invitationToken = "x".repeat(43);
  await expect(seats.getClaimInfo({ invitationToken })).rejects.toMatchObject({ code: "SeatsNotEnabled" });
  await expect(seats.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "SeatsNotEnabled" });
});

test("a 422 names the arguments as they are named here, without what stood in them", async () => {
  const { seats, pool, network } = await setStage();
  const detail = [{ loc: ["body", "external_member_id"], msg: "ada@acme.example is odd", type: "value_error" }];
  network(refusing(422, { error: "RequestValidationError", detail }));
  await expect(seats.assignSeat({ ...pool, email: "ada@acme.example" })).rejects.toMatchObject({
    ...{ code: "InvalidRequest", issues: [{ path: "externalMemberId", message: "[e-mail] is odd" }] },
  });
});

async function everyWrite({ seats, pool, network }: Stage, broken: Network) {
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  network(broken);
  const calls = [
    seats.assignSeat({ ...pool, email: "bob@acme.example" }),
    seats.revokeSeat({ seatId: seat.id }),
    seats.resendInvitation({ seatId: seat.id }),
    seats.claimSeat({ invitationToken: "x".repeat(43) }),
  ];
  return await Promise.all(calls.map((call) => call.then(String, (error: unknown) => error)));
}

test.each([
  [401, { error: "Unauthorized", detail: "ada@acme.example" }, "Unauthorized"],
  [403, { error: "insufficient_scope" }, "Forbidden"],
  [409, { error: "SomethingNew", detail: "ada@acme.example" }, "UnexpectedAnswer"],
] as const)("%i is an error of its own, and says nothing personal", async (status, body, code) => {
  for (const error of await everyWrite(await setStage(), refusing(status, body))) {
    expect(error).toBeInstanceOf(PolarSeatsError);
    expect(error).toMatchObject({ code });
    // As a logger prints it, causes included.
    expect(inspect(error, { depth: null })).not.toContain("acme.example");
  }
});

test("a rate limit is waited out, and told where it doesn't end", async () => {
  const limited = refusing(429, "slow down", { "retry-after": "0" });
  for (const error of await everyWrite(await setStage(), limited)) expect(error).toMatchObject({ code: "RateLimited" });
  const { seats, pool, network } = await setStage();
  let left = 2;
  network(async (request, answer) => {
    if (left === 0) return await answer();
    left -= 1;
    return await limited(request, answer);
  });
  expect((await seats.assignSeat({ ...pool, email: "ada@acme.example" })).seat).toMatchObject({ status: "pending" });
});
