// What was missed and ended by a guess, and that its source shows again: the guess is superseded by name. A seat's holding goes
// on under its own id, as if it had never ended; what shows somebody else, or a true end, says when it ended.

import { randomUUID } from "node:crypto";
import type { Fact, HistoryEntry } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { product, setting } from "./setting.ts";

type ShownSeat = Extract<Fact, { type: "seat" }>["seat"];

const day = 24;
const opened = new Date("2026-01-01T00:00:00.000Z");
const at = (hours: number) => new Date(opened.getTime() + hours * 60 * 60 * 1_000);
const seatId = "5ea70000-0000-4000-8000-000000000001";
const ann = "a0000000-0000-4000-8000-000000000001";
const bob = "b0000000-0000-4000-8000-000000000001";

function invited(memberId: string, hour: number, rest: Partial<ShownSeat> = {}): ShownSeat {
  const email = memberId === ann ? "ann@example.com" : "bob@example.com";
  const times = { createdAt: at(1), invitationTokenExpiresAt: at(hour + day) };
  return { id: seatId, status: "pending", memberId, email, ...times, ...rest };
}
const claimed = (seat: ShownSeat, hour: number): ShownSeat => ({ ...seat, status: "claimed", claimedAt: at(hour) });
const granted = (memberId: string, hour: number): ShownSeat =>
  claimed(invited(memberId, hour, { invitationTokenExpiresAt: null }), hour);
/** Polar's rows forget their holder when they are revoked. */
const revoked = (seat: ShownSeat, hour: number): ShownSeat => {
  return { ...seat, memberId: null, email: null, status: "revoked", revokedAt: at(hour) };
};

/** A mirrored pool of which listings and single showings are recorded, each at its hour. */
async function mirror() {
  const { ledger, organizationId, customerId } = await setting();
  onTestFinished(() => ledger.close());
  const pool = { subscriptionId: randomUUID() };
  const record = (hour: number, ...facts: Fact[]) =>
    ledger.record(facts, { origin: "listing", originId: `pass-${hour}`, observedAt: at(hour) });
  const shown = { type: "pool" as const, ...pool, organizationId, customerId, product, seats: 3, openedAt: opened };
  await record(0, { ...shown, status: "active" });
  return {
    ...{ ledger, pool },
    async list(hour: number, ...seats: ShownSeat[]) {
      const { version: poolVersion } = await ledger.getPool(pool);
      return await record(hour, { type: "listing", ...pool, poolVersion, seats });
    },
    show: (hour: number, seat: ShownSeat) => record(hour, { type: "seat", ...pool, seat, shownAt: at(hour) }),
    async entries(): Promise<readonly HistoryEntry[]> {
      return (await ledger.history({ seatId })).entries;
    },
    async spans() {
      const holdings = await ledger.holders({ seatId });
      return holdings.map(({ personId, from, claimedAt, until, inferred }) => {
        return { personId, from, claimedAt, until, inferred };
      });
    },
    isWhole: async () => {
      expect(await ledger.verify()).toMatchObject({ ok: true });
      expect(await ledger.rebuild()).toMatchObject({ changed: 0 });
    },
  };
}

const typesOf = (entries: readonly HistoryEntry[]) => entries.map(({ event }) => event.type);

test.each([
  ["invited", invited(ann, 2), "InvitationResumed", "pending"],
  ["invited and claimed", claimed(invited(ann, 2), 3), "SeatResumed", "claimed"],
  ["given at once", granted(ann, 2), "SeatResumed", "claimed"],
] as const)("a seat that was %s goes on as it was when it is listed again", async (_, seat, type, status) => {
  const { ledger, list, entries, spans, isWhole } = await mirror();
  await list(5, seat);
  const [before] = await ledger.holders({ seatId });
  const shown = await ledger.getSeat({ seatId });
  await list(10);
  const guess = (await entries()).at(-1)?.event;
  expect(guess).toMatchObject({ type: "SeatRevoked", inferred: true, cause: "drift" });
  expect(await list(20, seat)).toMatchObject({ appended: 1, inferred: 0, guesses: [] });
  const back = (await entries()).at(-1);
  expect(back).toMatchObject({ statusBefore: "revoked", statusAfter: status, holder: { personId: ann }, occupancy: 1 });
  expect(back?.event).toMatchObject({ type, supersedes: guess?.version, occurredAt: at(20) });
  expect(await ledger.holders({ seatId })).toEqual([before]);
  const { version, modifiedAt } = await ledger.getSeat({ seatId });
  expect(await ledger.getSeat({ seatId })).toEqual({ ...shown, version, modifiedAt });
  expect((await spans())[0]).toMatchObject({ from: at(2), until: null, inferred: false });
  expect(await list(30, seat)).toMatchObject({ appended: 0 });
  await isWhole();
});

test("the refuted end shows in no belief of the past, and in what was known until then", async () => {
  const { ledger, pool, list, entries } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  const ended = (await entries()).at(-1)?.position ?? 0;
  await list(20, invited(ann, 2));
  const { steps, mean } = await ledger.usage({ ...pool, from: at(2), until: at(40) });
  expect([steps, mean]).toEqual([[{ at: at(2), seats: 3, pending: 1, claimed: 0 }], 1]);
  const believed = ledger.asOf(at(15), { by: "occurred" });
  expect(await believed.getSeat({ seatId })).toMatchObject({
    status: "pending",
    memberId: ann,
    email: "ann@example.com",
  });
  expect(await believed.getPool(pool)).toMatchObject({ pending: 1 });
  const known = ledger.asOf(ended);
  expect(await known.getSeat({ seatId })).toMatchObject({ status: "revoked", revokedAt: at(10), memberId: null });
  expect(await known.getPool(pool)).toMatchObject({ pending: 0 });
  const usedThen = await ledger.usage({ ...pool, from: at(2), until: at(40), upTo: ended });
  expect(usedThen.steps.at(-1)).toEqual({ at: at(10), seats: 3, pending: 0, claimed: 0 });
});

test("the numbers of a pool of then are counted also where a seat has come back", async () => {
  const { ledger, pool, list, entries } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await list(20, invited(ann, 2));
  await list(21, claimed(invited(ann, 2), 21));
  await list(22);
  await list(23, claimed(invited(ann, 2), 21));
  const all = await entries();
  const counts = all.map(async ({ position }) => await ledger.asOf(position).getPool(pool));
  const numbers = (await Promise.all(counts)).map(({ pending, claimed: taken }) => [pending, taken]);
  expect(numbers).toEqual([
    [1, 0],
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 1],
  ]);
  const known = all.map(async ({ position }) => (await ledger.asOf(position).getSeat({ seatId })).status);
  expect(await Promise.all(known)).toEqual(all.map(({ statusAfter }) => statusAfter));
});

test("a claim that happened while the seat was missed is a step of the holding that goes on", async () => {
  const { list, entries, spans } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await list(20, claimed(invited(ann, 2), 15));
  expect(typesOf(await entries())).toEqual(["SeatAssigned", "SeatRevoked", "InvitationResumed", "SeatClaimed"]);
  expect(await spans()).toEqual([{ personId: ann, from: at(2), claimedAt: at(15), until: null, inferred: false }]);
});

test("a claim that came to light while the seat was missed is not told twice", async () => {
  const { ledger, list, show, spans } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await show(6, claimed(invited(ann, 2), 6));
  await list(20, claimed(invited(ann, 2), 6));
  expect(await spans()).toEqual([{ personId: ann, from: at(2), claimedAt: at(6), until: null, inferred: false }]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "claimed", claimedAt: at(6), revokedAt: null });
});

test("a holder who came to light while the seat was missed is named by what follows", async () => {
  const { ledger, list, show, entries } = await mirror();
  await list(5, invited(ann, 2, { memberId: null, email: null }));
  await list(10);
  await show(6, invited(ann, 2));
  await list(20, invited(ann, 2));
  expect(await ledger.getSeat({ seatId })).toMatchObject({ memberId: ann, email: "ann@example.com" });
  await list(30, revoked(invited(ann, 2), 25));
  const holders = (await entries()).slice(-2).map(({ event, holder }) => [event.type, holder?.memberId, holder?.email]);
  expect(holders).toEqual([
    ["InvitationResumed", ann, "ann@example.com"],
    ["SeatRevoked", ann, "ann@example.com"],
  ]);
});

test.each([
  ["before it was missed", 8],
  ["after it was missed", 15],
])("a seat that was truly revoked %s has its true end when it is listed again", async (_, hour) => {
  const { ledger, list, entries, spans, isWhole } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  expect(await list(20, revoked(invited(ann, 2), hour))).toMatchObject({ appended: 2, inferred: 0 });
  expect(typesOf(await entries()).slice(-2)).toEqual(["InvitationResumed", "SeatRevoked"]);
  expect(await spans()).toEqual([{ personId: ann, from: at(2), claimedAt: null, until: at(hour), inferred: false }]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked", revokedAt: at(hour) });
  expect(await list(30, revoked(invited(ann, 2), hour))).toMatchObject({ appended: 0 });
  await isWhole();
});

test.each([
  ["before the seat was missed", 8],
  ["after the seat was missed", 15],
])("where the next holder came %s, the end of the former lies before that", async (_, hour) => {
  const { list, entries, spans, isWhole } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  const span = { notBefore: at(2), notAfter: at(hour) };
  expect(await list(20, invited(bob, hour))).toMatchObject({
    inferred: 1,
    guesses: [{ step: "SeatRevoked", ...span }],
  });
  expect(typesOf(await entries()).slice(-3)).toEqual(["HoldingSuperseded", "HoldingDiscovered", "SeatAssigned"]);
  expect(await spans()).toEqual([
    { personId: ann, from: at(2), claimedAt: null, until: at(hour), inferred: true },
    { personId: bob, from: at(hour), claimedAt: null, until: null, inferred: false },
  ]);
  expect(await list(30, invited(bob, hour))).toMatchObject({ appended: 0 });
  await isWhole();
});

test("the same person who was invited anew holds the seat a second time", async () => {
  const { list, spans } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await list(20, invited(ann, 15));
  expect(await spans()).toMatchObject([
    { personId: ann, from: at(2), until: at(15), inferred: true },
    { personId: ann, from: at(15), until: null, inferred: false },
  ]);
});

test("an end that was shown is not taken back", async () => {
  const { list, entries } = await mirror();
  await list(5, invited(ann, 2));
  await list(10, revoked(invited(ann, 2), 8));
  await list(20, invited(bob, 15));
  expect(typesOf(await entries())).toEqual(["SeatAssigned", "SeatRevoked", "SeatAssigned"]);
});

test("a single showing takes the guess back where it is later than that, and not where it is earlier", async () => {
  const { ledger, list, show, entries } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  expect(await show(9, invited(ann, 2))).toMatchObject({ appended: 0 });
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked" });
  await show(11, claimed(invited(ann, 2), 11));
  expect(typesOf(await entries()).slice(-2)).toEqual(["InvitationResumed", "SeatClaimed"]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "claimed", revokedAt: null, memberId: ann });
});

test("a single showing of the true end replaces the guess in the present and in the past", async () => {
  const { ledger, list, show, spans } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await show(8, revoked(invited(ann, 2), 8));
  expect(await spans()).toMatchObject([{ until: at(8), inferred: false }]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked", revokedAt: at(8) });
  expect(await list(20, revoked(invited(ann, 2), 8))).toMatchObject({ appended: 0 });
});

test("a single showing of the next holder says when the guess lies", async () => {
  const { list, show, spans } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await show(8, invited(bob, 8));
  expect(await spans()).toMatchObject([
    { until: at(8), inferred: true },
    { from: at(8), until: null },
  ]);
});

test("a seat that is missed again and comes back again is one holding still", async () => {
  const { list, spans, entries, isWhole } = await mirror();
  await list(5, granted(ann, 2));
  for (const hour of [10, 20, 30]) {
    await list(hour);
    await list(hour + 5, granted(ann, 2));
  }
  expect(await spans()).toEqual([{ personId: ann, from: at(2), claimedAt: at(2), until: null, inferred: false }]);
  const guesses = (await entries()).filter(({ inferred }) => inferred);
  expect(guesses.map(({ event }) => event.notBefore)).toEqual([at(2), at(15), at(25)]);
  await isWhole();
});

test("a holder who was forgotten while the seat was missed comes back nameless", async () => {
  const { ledger, list, isWhole } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await ledger.forgetPerson({ personId: ann });
  await list(20, invited(ann, 2));
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "pending", email: null, seatMetadata: {} });
  expect(await ledger.holders({ seatId })).toMatchObject([{ email: null, until: null }]);
  await isWhole();
});

test("a holder who is forgotten after the seat came back is nameless everywhere", async () => {
  const { ledger, list, entries } = await mirror();
  await list(5, invited(ann, 2));
  await list(10);
  await list(20, invited(ann, 2));
  expect((await ledger.history({ email: "ann@example.com" })).entries).toHaveLength(3);
  await ledger.forgetPerson({ personId: ann });
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "pending", email: null });
  expect(JSON.stringify(await entries())).not.toContain("ann@example.com");
});
