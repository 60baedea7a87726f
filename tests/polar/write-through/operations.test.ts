// The six operations where Polar decides: done by Polar, recorded with who asked, answered as the ledger answers.

import { polarSeats } from "@seat-ledger/polar";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { doneAtPolar, type Stage, setStage, stepsOf } from "./stage.ts";

const tokenOf = ({ sandbox }: Stage, seatId: string) => sandbox.invitationTokenOf(seatId) ?? "";

test("a seat is assigned by Polar, and the ledger knows who asked and why", async () => {
  const { sandbox, ledger, seats, pool, asked } = await setStage();
  const context = { actor: { type: "user", id: "u-1" }, reason: "joined the team", ip: "192.0.2.7" } as const;
  const { seat, invitation } = await seats.assignSeat({ ...pool, email: "ada@acme.example" }, context);
  expect(asked()).toEqual(["POST /v1/customer-seats"]);
  expect(invitation).toBeNull();
  expect(seat).toMatchObject({ status: "pending", email: "ada@acme.example", occupancy: 1 });
  expect(seat).toEqual(await ledger.getSeat({ seatId: seat.id }));
  expect(sandbox.listSeats(pool).seats.map(({ id }) => id)).toEqual([seat.id]);
  const { entries } = await ledger.history({ seatId: seat.id });
  expect(entries).toHaveLength(1);
  expect(entries[0]?.event).toMatchObject({
    ...{ type: "SeatAssigned", origin: "write-through", inferred: false, actor: { type: "user", id: "u-1" } },
    occurredAt: new Date("2026-10-05T09:00:00Z"),
  });
});

test("metadata and an immediate claim are Polar's to take", async () => {
  const { ledger, seats, pool } = await setStage();
  const args = { ...pool, email: "ada@acme.example", metadata: { team: "red" }, immediateClaim: true };
  const { seat } = await seats.assignSeat(args);
  expect(seat).toMatchObject({ status: "claimed", seatMetadata: { team: "red" }, invitationTokenExpiresAt: null });
  expect((await stepsOf(ledger, seat.id)).map(({ type, actor }) => [type, actor.type])).toEqual([
    ["SeatGranted", "system"],
  ]);
});

test.each([true, false])("a recipient is named as in the ledger (member model: %s)", async (memberModel) => {
  const { sandbox, seats, pool, organizationId, customerId } = await setStage({ memberModel, seats: 9 });
  const bob = sandbox.createCustomer({ organizationId, email: "bob@acme.example", externalId: "bob" });
  const cyd = sandbox.createCustomer({ organizationId, email: "cyd@acme.example" });
  const dan = sandbox.createMember({ customerId, email: "dan@acme.example", externalId: "dan" });
  const eve = sandbox.createMember({ customerId, email: "eve@acme.example" });
  const recipients = [
    { email: "Ada@Acme.example" },
    { externalCustomerId: "bob" },
    { customerId: cyd.id },
    ...(memberModel ? [{ externalMemberId: "dan" }, { memberId: eve.id }] : []),
  ];
  const people = [];
  for (const recipient of recipients) people.push((await seats.assignSeat({ ...pool, ...recipient })).seat.email);
  const all = ["ada", "bob", "cyd", "dan", "eve"].map((name) => `${name}@acme.example`);
  expect(people.map((email) => email?.toLowerCase())).toEqual(all.slice(0, recipients.length));
  expect(sandbox.listSeats(pool).seats).toHaveLength(recipients.length);
  expect(bob.id).not.toBe(dan.id);
});

test("a pool that the ledger doesn't know yet is fetched and opened first", async () => {
  const { ledger, seats, pool, organizationId, asked } = await setStage({ mirrored: false });
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  expect(asked().at(-1)).toBe("POST /v1/customer-seats");
  expect(await ledger.getPool(pool)).toMatchObject({ authority: "polar", organizationId, pending: 1, seats: 3 });
  expect(await ledger.getSeat({ seatId: seat.id })).toEqual(seat);
  expect(asked()).toEqual([]);
});

test("a one-time order is a pool like any other", async () => {
  const { sandbox, ledger, seats, organizationId, customerId } = await setStage();
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const orderId = sandbox.createOrder({ productId, customerId, seats: 2 }).id;
  const { seat } = await seats.assignSeat({ orderId, email: "ada@acme.example" });
  expect(seat).toMatchObject({ orderId, subscriptionId: null });
  expect(await ledger.getPool({ orderId })).toMatchObject({ pending: 1 });
});

test("a listing is Polar's, recorded and answered as the ledger's", async () => {
  const { sandbox, ledger, seats, pool, asked } = await setStage();
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const list = await seats.listSeats(pool);
  expect(asked()).toEqual(["GET /v1/customer-seats"]);
  expect(list).toMatchObject({ availableSeats: 2, totalSeats: 3, seats: [{ email: "ada@acme.example" }] });
  expect(list).toEqual(await ledger.listSeats(pool));
});

test("the listing of a pool that is new opens it", async () => {
  const { sandbox, seats, pool } = await setStage({ mirrored: false });
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  expect(await seats.listSeats(pool)).toMatchObject({ totalSeats: 3, seats: [{ email: "ada@acme.example" }] });
});

test("a seat is revoked by Polar, and history still names who held it", async () => {
  const { sandbox, ledger, seats, pool, clock } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  clock.advance({ hours: 2 });
  const revoked = await seats.revokeSeat({ seatId: seat.id }, { actor: { type: "customer", id: "c-1" } });
  expect(revoked).toMatchObject({ id: seat.id, status: "revoked", email: null, revokedAt: clock.now() });
  expect((await stepsOf(ledger, seat.id)).at(-1)).toEqual({
    ...{ type: "SeatRevoked", origin: "write-through", actor: { type: "customer", id: "c-1" }, inferred: false },
    email: "ada@acme.example",
  });
  expect(await seats.revokeSeat({ seatId: seat.id })).toEqual(revoked);
  expect(doneAtPolar(sandbox, "revoked")).toBe(1);
});

test("a revoked seat is taken again under its id, for another holding", async () => {
  const { ledger, seats, pool, clock } = await setStage({ seats: 1 });
  const { seat: first } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  clock.advance({ hours: 1 });
  await seats.revokeSeat({ seatId: first.id });
  clock.advance({ hours: 1 });
  const { seat: second } = await seats.assignSeat({ ...pool, email: "bob@acme.example" });
  expect(second).toMatchObject({ id: first.id, occupancy: 2, email: "bob@acme.example" });
  expect((await stepsOf(ledger, first.id)).filter(({ inferred }) => inferred)).toEqual([]);
});

test("an invitation is sent again by Polar, and nothing of the seat changes", async () => {
  const { ledger, seats, pool, asked } = await setStage();
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  asked();
  expect(await seats.resendInvitation({ seatId: seat.id })).toEqual({ seat, invitation: null });
  expect(asked()).toEqual([`POST /v1/customer-seats/${seat.id}/resend`]);
  expect(await stepsOf(ledger, seat.id)).toHaveLength(1);
});

test("an invitation of Polar is shown and taken up, once", async () => {
  const stage = await setStage();
  const { sandbox, ledger, seats, pool, clock } = stage;
  const { id } = (await seats.assignSeat({ ...pool, email: "ada@acme.example" })).seat;
  const invitationToken = tokenOf(stage, id);
  expect(await seats.getClaimInfo({ invitationToken })).toEqual({
    ...{ productName: "Maps", productId: stage.productId, organizationName: "Acme", organizationSlug: "acme" },
    ...{ customerEmail: "ada@acme.example", canClaim: true },
  });
  clock.advance({ hours: 1 });
  const { seat, customerSessionToken } = await seats.claimSeat({ invitationToken }, { actor: { type: "member" } });
  expect(seat).toMatchObject({ id, status: "claimed", claimedAt: clock.now() });
  expect(customerSessionToken).not.toBe("");
  expect((await stepsOf(ledger, id)).map(({ type, actor }) => [type, actor.type])).toEqual([
    ["SeatAssigned", "system"],
    ["SeatClaimed", "member"],
  ]);
  await expect(seats.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
  await expect(seats.getClaimInfo({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
  expect(doneAtPolar(sandbox, "claimed")).toBe(1);
});

test("a pool of the ledger's own is the ledger's, and Polar is not asked", async () => {
  const { ledger, seats, organizationId, customerId, asked } = await setStage();
  const own = { subscriptionId: "3c90c3cc-0d44-4b50-8888-8dd25736052a" };
  await ledger.openPool({ ...own, organizationId, customerId, product: { id: "p", name: "Own" }, seats: 2 });
  const { seat, invitation } = await seats.assignSeat({ ...own, email: "ada@acme.example" });
  const resent = await seats.resendInvitation({ seatId: seat.id });
  expect(resent.invitation?.token).not.toBe(invitation?.token);
  const invitationToken = resent.invitation?.token ?? "";
  expect(await seats.getClaimInfo({ invitationToken })).toMatchObject({ productName: "Own" });
  await seats.claimSeat({ invitationToken });
  expect(await seats.revokeSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect((await seats.listSeats(own)).seats).toHaveLength(1);
  await expect(seats.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
  expect(asked()).toEqual([]);
});

test("a seat that only Polar knows is found there, and its pool is opened", async () => {
  const { sandbox, ledger, seats, pool } = await setStage({ mirrored: false });
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  expect(await seats.revokeSeat({ seatId })).toMatchObject({ status: "revoked" });
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 0 });
});

test("behind a fence another organization's seats are not found, and Polar is not asked for them", async () => {
  const { sandbox, ledger, polar, pool, asked } = await setStage();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const other = sandbox.createOrganization({ name: "Globex", slug: "globex" }).id;
  await ledger.registerOrganization({ id: other, name: "Globex", slug: "globex" });
  const fenced = polarSeats({ ledger: ledger.forOrganization(other), polar });
  await expect(fenced.revokeSeat({ seatId })).rejects.toMatchObject({ code: "SeatNotFound" });
  await expect(fenced.resendInvitation({ seatId })).rejects.toMatchObject({ code: "SeatNotFound" });
  const invitationToken = sandbox.invitationTokenOf(seatId) ?? "";
  await expect(fenced.claimSeat({ invitationToken })).rejects.toMatchObject({ code: "InvalidInvitationToken" });
  expect(asked()).toEqual([]);
  await expect(fenced.assignSeat({ ...pool, email: "bob@acme.example" })).rejects.toMatchObject({
    code: "PoolNotFound",
  });
  expect(asked().filter((request) => request.startsWith("POST"))).toEqual([]);
  expect(doneAtPolar(sandbox, "assigned")).toBe(1);
});

test("behind its own fence an organization writes as without one", async () => {
  const { ledger, polar, pool, organizationId } = await setStage();
  const fenced = polarSeats({ ledger: ledger.forOrganization(organizationId), polar });
  const { seat } = await fenced.assignSeat({ ...pool, email: "ada@acme.example" }, { idempotencyKey: "k" });
  expect(await fenced.revokeSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
});

test("options that are not known or not right are refused, each with a remedy", async () => {
  const { polar } = await setStage();
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  // @ts-expect-error A misspelt option, a share that is none, and no client.
  expect(() => polarSeats({ ledger, polar: {}, share: 2, organisationId: "x" })).toThrow(
    expect.objectContaining({
      code: "InvalidRequest",
      issues: expect.arrayContaining([
        { path: "polar", message: expect.stringContaining("createPolar") },
        { path: "share", message: expect.stringContaining("at most 1") },
        { path: "organisationId", message: expect.stringContaining("spelling") },
      ]),
    }),
  );
  expect(() => polarSeats({ ledger, polar, share: 1 })).not.toThrow();
});
