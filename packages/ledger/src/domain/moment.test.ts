// What belongs to the past of a moment and which invitations are open, also where a time is none.

import { expect, test } from "vitest";
import { isClaimable } from "./decide/claim-seat.ts";
import { isBy } from "./moment.ts";
import type { SeatState } from "./seat.ts";

const noon = new Date("2026-01-01T12:00:00.000Z");
const [before, after] = [-1, 1].map((ms) => new Date(noon.getTime() + ms)) as [Date, Date];
const noTime = new Date(Number.NaN);

const invited = { status: "pending", invitation: { hash: "hash" } } as SeatState;

test.each([
  ["before it expires", before, noon, true],
  ["when it expires", noon, noon, true],
  ["after it expired", after, noon, false],
  ["where the time now is no time", noTime, noon, false],
  ["where it expires at no time", noon, noTime, false],
  ["where it never expires", noon, null, true],
])("whether an invitation opens its seat %s", (_, now, expiresAt, isOpen) => {
  expect(isClaimable({ ...invited, expiresAt }, "hash", now)).toBe(isOpen);
});

test.each([
  ["before the moment", before, true],
  ["at the moment", noon, true],
  ["after the moment", after, false],
  ["at no time", noTime, false],
])("whether an event %s belongs to its past", (_, time, isPast) => {
  const other = isPast ? after : before;
  expect(isBy({ by: "recorded", at: noon }, { position: 1, recordedAt: time, occurredAt: other })).toBe(isPast);
  expect(isBy({ by: "occurred", at: noon }, { position: 1, recordedAt: other, occurredAt: time })).toBe(isPast);
});
