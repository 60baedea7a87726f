// A clock for tests: it stands still until it is moved.

import { openLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { expect, test } from "vitest";

test("stands still, and moves by what it is told, in any units", () => {
  const clock = manualClock("2026-03-02T12:00:00.000Z");
  expect(clock.now()).toEqual(clock.now());
  clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 });
  expect(clock.now().toISOString()).toBe("2026-03-03T13:01:01.001Z");
});

test("goes back only when it is set", () => {
  const clock = manualClock();
  const before = clock.now();
  expect(() => clock.advance({ hours: -1 })).toThrow("A clock advances by no negative time. To put it back, set() it.");
  expect(clock.now()).toEqual(before);
  clock.set("2020-01-01T00:00:00.000Z");
  expect(clock.now().getUTCFullYear()).toBe(2020);
});

test("refuses what is no time", () => {
  expect(() => manualClock("soon")).toThrow("Not a time.");
  expect(() => manualClock().advance({ hours: Number.NaN })).toThrow(RangeError);
});

test("cannot be moved through the dates that it gave out", () => {
  const clock = manualClock();
  const before = clock.now().getTime();
  clock.now().setFullYear(1999);
  expect(clock.now().getTime()).toBe(before);
});

test("is the clock of a ledger", async () => {
  const clock = manualClock();
  await using ledger = await openLedger({ file: ":memory:", clock: clock.now });
  clock.advance({ hours: 25 });
  expect((await ledger.registerOrganization({ name: "Acme", slug: "acme" })).createdAt).toEqual(clock.now());
});
