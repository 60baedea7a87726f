// Questions about the past, by example: how a holding ended, how two moments differ, how long a pool was over-used, and what
// an export does when it is stopped. tests/properties/past has the rules for every history.

import { openLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { expect, test } from "vitest";
import { product, refusal, setting } from "./setting.ts";

const hour = 3_600_000;

test("a holding whose invitation lapsed ended by that", async () => {
  const now = { at: new Date("2026-03-01T12:00:00.000Z") };
  await using ledger = await openLedger({ file: ":memory:", clock: () => now.at, lapsedInvitations: "release" });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const ref = { subscriptionId: crypto.randomUUID() };
  await ledger.openPool({ ...ref, organizationId, customerId, product, seats: 1 });
  const { seat } = await ledger.assignSeat({ ...ref, email: "ann@acme.example" });
  const from = now.at;
  now.at = new Date(now.at.getTime() + 48 * hour);
  await ledger.assignSeat({ ...ref, email: "bob@acme.example" });

  const [ann, bob] = await ledger.holders({ seatId: seat.id });
  expect(ann).toMatchObject({ email: "ann@acme.example", from, claimedAt: null, until: now.at, ended: "lapsed" });
  expect(bob).toMatchObject({ email: "bob@acme.example", from: now.at, until: null, ended: null });
});

test("the position is that of the last event, whatever the fence, and 0 where nothing happened", async () => {
  await using empty = await openLedger({ file: ":memory:" });
  expect(await empty.getPosition()).toBe(0);
  const { ledger, organizationId } = await setting();
  const last = (await ledger.history()).entries.at(-1)?.position;
  expect(await ledger.getPosition()).toBe(last);
  const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  expect(await ledger.forOrganization(organizationId).getPosition()).toBe((last ?? 0) + 1);
  expect(await ledger.forOrganization(id).getPosition()).toBe((last ?? 0) + 1);
});

test("at every position the counts are those of the list, whichever way they are counted", async () => {
  const clock = manualClock();
  await using ledger = await openLedger({ file: ":memory:", clock: clock.now, lapsedInvitations: "release" });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const ref = { subscriptionId: crypto.randomUUID() };
  await ledger.openPool({ ...ref, organizationId, customerId, product, seats: 4 });
  const assign = (email: string) => ledger.assignSeat({ ...ref, email });
  for (const round of [1, 2, 3]) {
    // Each round leaves a seat that is claimed for good, and lets two invitations lapse.
    const { invitation } = await assign(`stays-${round}@acme.example`);
    await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    for (const name of round === 3 ? ["ann"] : ["ann", "bob"]) await assign(`${name}-${round}@acme.example`);
    clock.advance({ hours: 48 });
  }
  await ledger.resizePool({ ...ref, seats: 7 });
  for (const name of ["cyd", "dan", "eve", "fay"]) {
    const { seat } = await assign(`${name}@acme.example`);
    await ledger.revokeSeat({ seatId: seat.id });
  }
  const { entries } = await ledger.history(ref);
  expect(entries.filter(({ event }) => event.type === "InvitationLapsed")).toHaveLength(5);
  for (const { position } of entries) {
    const then = ledger.asOf(position);
    const { seats, totalSeats } = await then.listSeats(ref);
    const having = (status: string) => seats.filter((seat) => seat.status === status).length;
    const numbers = { seats: totalSeats, pending: having("pending"), claimed: having("claimed") };
    expect(await then.getPool(ref), `position ${position}`).toMatchObject(numbers);
  }
});

test("two moments of a pool differ by who came, claimed, left and took over", async () => {
  const { ledger, clock, subscriptionId } = await setting({ seats: 4 });
  const assign = (name: string, immediateClaim = false) =>
    ledger.assignSeat({ subscriptionId, email: `${name}@acme.example`, immediateClaim });
  const invited = await assign("ann");
  const leaving = await assign("bob", true);
  const before = clock.now();
  clock.advance({ hours: 1 });
  await ledger.claimSeat({ invitationToken: invited.invitation?.token ?? "" });
  await ledger.revokeSeat({ seatId: leaving.seat.id });
  await assign("cyd");
  await assign("dan", true);
  const passing = await assign("eve");
  await ledger.revokeSeat({ seatId: passing.seat.id });
  await ledger.resizePool({ subscriptionId, seats: 9 });

  const changes = await ledger.changes({ subscriptionId, from: before, until: clock.now() });
  expect(changes.pool.before).toMatchObject({ seats: 4, pending: 1, claimed: 1 });
  expect(changes.pool.after).toEqual(await ledger.getPool({ subscriptionId }));
  const emails = (seats: readonly { readonly email: string | null }[]) =>
    seats.map(({ email }) => email?.split("@")[0]);
  expect(emails(changes.claimed)).toEqual(["ann"]);
  expect(changes.handedOn.map((pair) => [...emails([pair.before]), ...emails([pair.after])])).toEqual([["bob", "cyd"]]);
  expect(emails(changes.assigned)).toEqual(["dan"]);
  expect(changes.revoked).toEqual([]);

  const later = clock.now();
  clock.advance({ hours: 1 });
  await ledger.closePool({ subscriptionId });
  const ended = await ledger.changes({ subscriptionId, from: later, until: clock.now() });
  expect(emails(ended.revoked)).toEqual(["ann", "cyd", "dan"]);
  expect([ended.assigned, ended.claimed, ended.handedOn]).toEqual([[], [], []]);
  expect(ended.pool.after.status).toBe("closed");
});

test("a seat that the same person lost and was given again was handed on, from one holding to another", async () => {
  const { ledger, clock, subscriptionId } = await setting({ seats: 1 });
  const assign = () => ledger.assignSeat({ subscriptionId, email: "ann@acme.example" });
  const { seat: first } = await assign();
  const from = clock.now();
  clock.advance({ hours: 1 });
  await ledger.revokeSeat({ seatId: first.id });
  const { seat: second, invitation } = await assign();
  await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });

  const changes = await ledger.changes({ subscriptionId, from, until: clock.now() });
  const { id, personId } = first;
  expect(changes.handedOn).toMatchObject([
    {
      before: { id, personId, holdingId: first.holdingId, status: "pending" },
      after: { id, personId, holdingId: second.holdingId, status: "claimed" },
    },
  ]);
  expect([changes.assigned, changes.claimed, changes.revoked]).toEqual([[], [], []]);
});

test("a pool that was not open yet has nothing before", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  await ledger.assignSeat({ subscriptionId, email: "ann@acme.example" });
  const changes = await ledger.changes({ subscriptionId, from: new Date(0), until: clock.now() });
  expect(changes.pool.before).toBeNull();
  expect(changes.assigned).toHaveLength(1);
});

test("a member who was registered later is none yet in a seat that was held before, by what had occurred", async () => {
  const { ledger, clock, customerId, subscriptionId } = await setting();
  clock.advance({ hours: 1 });
  const held = clock.now();
  clock.advance({ hours: 1 });
  const { id: memberId } = await ledger.registerMember({ customerId, email: "ann@acme.example" });
  await ledger.assignSeat({ subscriptionId, memberId }, { occurredAt: held });
  const seatAt = async (at: Date) => {
    const { seats } = await ledger.asOf(at, { by: "occurred" }).listSeats({ subscriptionId });
    return seats.map((seat) => [seat.memberId, seat.member?.id]);
  };
  expect(await seatAt(held)).toEqual([[memberId, undefined]]);
  expect(await seatAt(clock.now())).toEqual([[memberId, memberId]]);
});

test("usage weighs by time, and says how long more seats were live than bought", async () => {
  const { ledger, clock, organizationId, customerId } = await setting();
  const ref = { subscriptionId: crypto.randomUUID() };
  const observedAt = clock.now();
  const source = { origin: "polar-events", originId: "1", observedAt } as const;
  const pool = { type: "pool", ...ref, organizationId, customerId, product, seats: 2, status: "active" } as const;
  await ledger.record([{ ...pool, openedAt: clock.now() }], source);
  const from = clock.now();
  const row = (createdAt: Date) =>
    ({ id: crypto.randomUUID(), status: "claimed", claimedAt: createdAt, createdAt }) as const;
  const [one, two] = [row(clock.now()), row(clock.now())];
  await ledger.record(
    [
      { type: "seat", ...ref, seat: one, shownAt: from },
      { type: "seat", ...ref, seat: two, shownAt: from },
    ],
    source,
  );
  const reduced = new Date(from.getTime() + hour);
  clock.advance({ hours: 4 });
  await ledger.record([{ type: "quantity", ...ref, seats: 1, at: reduced }], source);

  const usage = await ledger.usage({ ...ref, from, until: new Date(clock.now().getTime() + hour) });
  expect(usage).toMatchObject({ peak: 2, mean: 2, overusedMs: 3 * hour, until: clock.now() });
  expect(usage.steps).toEqual([
    { at: from, seats: 2, pending: 0, claimed: 2 },
    { at: reduced, seats: 1, pending: 0, claimed: 2 },
  ]);

  const revokedAt = new Date(from.getTime() + 2 * hour);
  await ledger.record(
    [{ type: "seat", ...ref, seat: { ...two, status: "revoked", revokedAt }, shownAt: revokedAt }],
    source,
  );
  const { upTo, until } = usage;
  expect(await ledger.usage({ ...ref, from, until, upTo })).toEqual(usage);
  expect(await ledger.usage({ ...ref, from, until })).toMatchObject({ mean: 1.5, overusedMs: hour });
});

test("before a pool was opened it was not used", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const until = new Date(clock.now().getTime() - hour);
  const usage = await ledger.usage({ subscriptionId, from: new Date(0), until });
  expect(usage).toMatchObject({ steps: [], peak: 0, mean: 0, overusedMs: 0 });
});

test("an export that is stopped rejects, so that a part is not taken for the whole", async () => {
  const { ledger } = await setting();
  const stop = new AbortController();
  const entries = ledger.export({}, { signal: stop.signal });
  expect((await entries.next()).done).toBe(false);
  stop.abort(new Error("stopped by the test"));
  await expect(entries.next()).rejects.toThrow("stopped by the test");
});

test("an export ends where the log ended as it began, however many parts it takes", async () => {
  const { ledger, subscriptionId } = await setting();
  for (let seats = 4; seats < 604; seats += 1) await ledger.resizePool({ subscriptionId, seats });
  const entries = ledger.export({ subscriptionId });
  expect((await entries.next()).done).toBe(false);
  await ledger.assignSeat({ subscriptionId, email: "late@acme.example" });
  const rest = [];
  for await (const { event } of entries) rest.push(event.type);
  expect(rest).toEqual(Array(600).fill("PoolResized"));
});

test("a cursor belongs to its filter", async () => {
  const { ledger, subscriptionId, organizationId } = await setting();
  const { next } = await ledger.history({ organizationId, limit: 1 });
  expect(await refusal(ledger.history({ organizationId, limit: 2, cursor: next }))).toBe("not refused");
  expect(await refusal(ledger.history({ subscriptionId, cursor: next }))).toBe("InvalidRequest");
  expect(await refusal(ledger.history({ organizationId, types: ["PoolOpened"], cursor: next }))).toBe("InvalidRequest");
});

test("an export goes on with the question that it was begun with, whatever becomes of its arguments", async () => {
  const { ledger, subscriptionId } = await setting();
  const resized = Array.from({ length: 600 }, (_, index) => index + 1);
  await Promise.all(resized.map((seats) => ledger.resizePool({ subscriptionId, seats: 1_000 + seats })));
  const types: ("PoolResized" | "PoolOpened")[] = ["PoolResized"];
  const seats: unknown[] = [];
  for await (const { event } of ledger.export({ subscriptionId, types })) {
    types[0] = "PoolOpened";
    seats.push(event.type === "PoolResized" ? event.data.seats - 1_000 : event.type);
  }
  expect(seats).toEqual(resized);
});
