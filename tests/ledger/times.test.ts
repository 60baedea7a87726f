// When things are said to have happened, and what the clock has to say about it.

import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { eventCount, refusal, setting } from "./setting.ts";

test("a dead token can not be saved by a claim that is said to have happened in time", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const { invitation } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const occurredAt = new Date(clock.now().getTime() + 1_000);
  clock.advance({ days: 1, milliseconds: 1 });
  const late = ledger.claimSeat({ invitationToken: invitation?.token ?? "" }, { occurredAt });
  expect(await refusal(late)).toBe("InvalidInvitationToken");
});

describe("a time that a command is given", () => {
  test.each([
    ["in the future", 1],
    ["before the pool's last event", -1],
  ])("is refused where it lies %s", async (_, offset) => {
    const { ledger, clock, subscriptionId } = await setting();
    const occurredAt = new Date(clock.now().getTime() + offset);
    const call = ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { occurredAt });
    expect(await refusal(call)).toBe("InvalidRequest");
  });
});

test("a clock that goes back moves no recorded time back", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  clock.advance({ seconds: 1 });
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  clock.set(new Date(clock.now().getTime() - 5_000));
  await ledger.revokeSeat({ seatId: seat.id });
  const { entries } = await ledger.history({ seatId: seat.id });
  const times = entries.map(({ event }) => event.recordedAt.getTime());
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test("a clock that goes back leaves the last event in the past of every question", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  clock.advance({ seconds: 1 });
  await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
  const then = clock.now();
  clock.set(new Date(then.getTime() - 5_000));
  expect((await ledger.asOf(then).getPool({ subscriptionId })).pending).toBe(1);
  const { until, peak } = await ledger.usage({ subscriptionId, from: new Date(0), until: then });
  expect([until, peak]).toEqual([then, 1]);
});

describe("a clock that answers what the log cannot write", () => {
  test.each([
    ["no date", () => 1_767_225_600_000 as unknown as Date],
    ["no time", () => new Date(Number.NaN)],
    ["a year with more than four digits", () => new Date(8.64e15)],
  ])("appends nothing and is named: %s", async (_, wrong) => {
    let clock = wrong;
    await using ledger = await openLedger({ file: ":memory:", clock: () => clock() });
    const register = () => ledger.registerOrganization({ name: "Acme", slug: "acme" });
    await expect(register()).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "clock" }] });
    clock = () => new Date("2026-01-01T00:00:00.000Z");
    expect(await eventCount(ledger)).toBe(0);
    expect((await register()).createdAt).toEqual(clock());
  });
});

test.each([
  ["before the year 1", new Date("0000-06-01T00:00:00.000Z"), "must lie after the year 0"],
  ["after the year 9999", new Date(8.64e15), "must lie before the year 10000"],
  [
    "that is none",
    new Date(Number.NaN),
    "must be a Date, or a position of the log: a whole number that is not negative",
  ],
])("a moment %s is refused by what is wrong with it", async (_, moment, message) => {
  const { ledger, subscriptionId } = await setting();
  const issue = (path: string) => ({
    code: "InvalidRequest",
    issues: expect.arrayContaining([{ path, message }]),
  });
  expect(() => ledger.asOf(moment)).toThrow(expect.objectContaining(issue("instantOrPosition")));
  const changes = ledger.changes({ subscriptionId, from: moment, until: 1 });
  await expect(changes).rejects.toMatchObject(issue("from"));
});

describe("a Date that its caller changes afterwards", () => {
  test("leaves a past that was asked for at the time at which it was", async () => {
    const { ledger, clock, subscriptionId } = await setting();
    const day = clock.now();
    clock.advance({ hours: 1 });
    await ledger.assignSeat({ subscriptionId, email: "a@acme.example" });
    const moment = clock.now();
    const now = ledger.asOf(moment);
    const before = ledger.asOf(day);
    moment.setTime(0);
    day.setTime(0);
    expect(await now.getPool({ subscriptionId })).toMatchObject({ pending: 1 });
    expect(await before.getPool({ subscriptionId })).toMatchObject({ pending: 0 });
  });

  test("leaves a command that waits for its turn at the time that it was given", async () => {
    const { ledger, clock, subscriptionId } = await setting();
    clock.advance({ hours: 1 });
    const occurredAt = clock.now();
    const assigned = ledger.assignSeat({ subscriptionId, email: "a@acme.example" }, { occurredAt });
    occurredAt.setTime(Number.NaN);
    expect((await assigned).seat.createdAt).toEqual(clock.now());
  });
});
