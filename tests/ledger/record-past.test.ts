import type { Fact } from "seat-ledger";
import { expect, test } from "vitest";
import { ann, at, bob, claimed, cyd, mirror, revoked, row, type ShownSeat, seatId, stepsOf, told } from "./past.ts";
import { refusal } from "./setting.ts";

test("a seat that nobody knew begins with what was shown of it", async () => {
  const { show, entries } = await mirror();
  expect(await show(claimed(ann, 2, 3), 3)).toMatchObject({ appended: 2, inferred: 0 });
  expect((await entries()).map(told)).toEqual([
    ["SeatAssigned", 1],
    ["SeatClaimed", 1],
  ]);
});

test("a later showing of the same holding takes the next step", async () => {
  const { show, entries } = await mirror();
  await show(row(ann, 2), 2);
  await show(claimed(ann, 2, 3), 3);
  await show(revoked(2, 3, 8), 8);
  expect((await entries()).map(told)).toEqual([
    ["SeatAssigned", 1],
    ["SeatClaimed", 1],
    ["SeatRevoked", 1],
  ]);
});

test("an earlier showing of the present holding changes nothing", async () => {
  const { show, entries } = await mirror();
  await show(claimed(ann, 2, 3), 3);
  expect(await show(row(ann, 2, { email: "old@example.com" }), 2)).toMatchObject({ appended: 0 });
  expect(await entries()).toHaveLength(2);
});

test("the same showing twice appends once", async () => {
  const { list, show } = await mirror();
  await list(claimed(cyd, 40, 41), 50);
  expect(await show(claimed(ann, 2, 3), 3)).toMatchObject({ appended: 1 });
  expect(await show(claimed(ann, 2, 3), 3)).toMatchObject({ appended: 0 });
});

test("the same showing twice appends once, though it shows nobody and no time but the row's own", async () => {
  const { show, entries } = await mirror();
  const undated: ShownSeat = { id: seatId, status: "pending", createdAt: at(1) };
  await show(undated, 5);
  expect(await show(undated, 5)).toMatchObject({ appended: 0 });
  expect(await entries()).toHaveLength(1);
});

test("somebody who sat there before is discovered: the present stays, the occupancy is the next number", async () => {
  const { ledger, list, show, entries } = await mirror();
  await list(claimed(cyd, 40, 41), 50);
  const before = await ledger.getSeat({ seatId });
  await show(revoked(2, 3, 9), 9);
  expect(await ledger.getSeat({ seatId })).toEqual(before);
  const discovery = (await entries()).at(-1);
  expect(discovery).toMatchObject({ occupancy: 2, statusBefore: "claimed", statusAfter: "claimed" });
  expect(stepsOf(discovery?.event)).toEqual([
    ["SeatAssigned", at(2), false],
    ["SeatClaimed", at(3), false],
    ["SeatRevoked", at(9), false],
  ]);
});

test("the next holder after a discovery gets the next occupancy", async () => {
  const { list, show, ledger } = await mirror();
  await list(claimed(cyd, 40, 41), 50);
  await show(revoked(2, 3, 9), 9);
  await show(revoked(40, 41, 60), 60);
  await show(row(bob, 61), 61);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ occupancy: 3, status: "pending", memberId: bob });
});

test("whose end nobody showed has it inferred between the showing and the next holder", async () => {
  const { list, show, entries } = await mirror();
  await list(claimed(cyd, 40, 41), 50);
  await show(claimed(ann, 2, 3), 4);
  const event = (await entries()).at(-1)?.event;
  expect(event?.type === "HoldingDiscovered" && event.data.steps.at(-1)).toEqual({
    type: "SeatRevoked",
    at: at(40),
    certainty: { inferred: true, notBefore: at(4), notAfter: at(40) },
  });
});

test("a guessed revoke that is confirmed is superseded, and the holding keeps its id", async () => {
  const { list, show, entries } = await mirror();
  await list(claimed(ann, 2, 3), 10);
  await list(claimed(cyd, 40, 41), 50);
  const guess = (await entries()).find(({ inferred }) => inferred);
  expect(guess?.event).toMatchObject({ type: "SeatRevoked", notBefore: at(3), notAfter: at(40) });
  await show(revoked(2, 3, 20), 20);
  const [superseded, discovered] = (await entries()).slice(-2);
  expect(superseded?.event).toMatchObject({
    type: "HoldingSuperseded",
    supersedes: guess?.event.version,
    holdingId: guess?.event.holdingId,
  });
  expect(discovered?.event).toMatchObject({ holdingId: guess?.event.holdingId, personId: ann, inferred: false });
  expect(stepsOf(discovered?.event).at(-1)).toEqual(["SeatRevoked", at(20), false]);
  expect(discovered?.holder).toMatchObject({ memberId: ann });
});

test("a guess that is told again with what comes to light beside it is superseded by name each time", async () => {
  const { list, show, entries } = await mirror();
  await show(row(ann, 2), 2);
  await list(claimed(bob, 20, 21), 30);
  const guess = (await entries()).find(({ event }) => event.type === "SeatRevoked");
  await show(claimed(ann, 2, 3), 3);
  const [first, retold] = (await entries()).slice(-2);
  expect(first?.event).toMatchObject({ type: "HoldingSuperseded", supersedes: guess?.event.version });
  await show(revoked(2, 3, 9), 9);
  const [second, confirmed] = (await entries()).slice(-2);
  expect(second?.event).toMatchObject({ type: "HoldingSuperseded", supersedes: retold?.event.version });
  expect([retold, confirmed].map((entry) => stepsOf(entry?.event).at(-1))).toEqual([
    ["SeatRevoked", at(20), true],
    ["SeatRevoked", at(9), false],
  ]);
});

test("a holding that was known as nobody's gets its person", async () => {
  const { list, show, entries } = await mirror();
  await list(revoked(2, 3, 20), 30);
  expect((await entries()).map(({ holder }) => holder)).toEqual([null, null, null]);
  await show(claimed(ann, 2, 3), 3);
  const last = (await entries()).at(-1);
  expect(last?.event).toMatchObject({ type: "HoldingDiscovered", occupancy: 1, personId: ann });
  expect(stepsOf(last?.event).at(-1)).toEqual(["SeatRevoked", at(20), false]);
});

test("a holder who is found between two narrows the guess about the first", async () => {
  const { list, show, entries } = await mirror();
  await list(claimed(ann, 2, 3), 10);
  await list(claimed(cyd, 40, 41), 50);
  await show(revoked(20, 21, 30), 30);
  const [superseded, narrowed, between] = (await entries()).slice(-3);
  expect([superseded, narrowed, between].map((entry) => entry && told(entry))).toEqual([
    ["HoldingSuperseded", 1],
    ["HoldingDiscovered", 1],
    ["HoldingDiscovered", 3],
  ]);
  expect(narrowed?.event.type === "HoldingDiscovered" && narrowed.event.data.steps.at(-1)?.certainty).toEqual({
    inferred: true,
    notBefore: at(3),
    notAfter: at(20),
  });
});

test("a showing of another time extends the history where the present holding began before it", async () => {
  const { list, show, entries } = await mirror();
  await list(claimed(ann, 2, 3), 10);
  await show(row(bob, 20), 20);
  expect((await entries()).slice(-2).map((entry) => [...told(entry), entry.inferred])).toEqual([
    ["SeatRevoked", 1, true],
    ["SeatAssigned", 2, false],
  ]);
});

test("a member's e-mail of long ago does not replace the one of today", async () => {
  const { ledger, show, customerId } = await mirror();
  const member = { id: ann, customerId, name: null, externalId: null, role: "member" as const, createdAt: at(1) };
  await show({ ...claimed(ann, 2, 3), email: "new@example.com", member: { ...member, email: "new@example.com" } }, 50);
  await show({ ...row(ann, 2), email: "old@example.com", member: { ...member, email: "old@example.com" } }, 2);
  expect(await ledger.getSeat({ seatId })).toMatchObject({
    email: "new@example.com",
    member: { email: "new@example.com" },
  });
});

test("a seat of a pool of the ledger is no source's to show", async () => {
  const { ledger, subscriptionId } = await mirror();
  const fact: Fact = { type: "seat", subscriptionId, seat: row(ann, 2), shownAt: at(2) };
  const source = { origin: "webhook" as const, originId: "w-1", observedAt: at(2) };
  expect(await refusal(ledger.record([fact], source))).toBe("PoolExists");
  const quantity: Fact = { type: "quantity", subscriptionId, seats: 9, at: at(2) };
  expect(await refusal(ledger.record([quantity], source))).toBe("PoolExists");
});

test("a seat id of another pool is refused, whoever's it is", async () => {
  const { ledger, show, subscriptionId } = await mirror();
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "own@example.com" });
  expect(await refusal(show({ ...row(ann, 2), id: seat.id }, 2))).toBe("IdentityConflict");
});
