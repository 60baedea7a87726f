// Which listings are applied: those that are whole and agree with themselves.

import { expect, test } from "vitest";
import type { WireSeat } from "../wire/seat.ts";
import { seatsListSchema } from "../wire/seats-list.ts";
import { problemOf } from "./check-listing.ts";

const subscriptionId = "00000000-0000-4000-8000-00000000000a";
const ref = { subscriptionId, orderId: null };

function seat(ordinal: number, status: WireSeat["status"], others: object = {}) {
  const id = `00000000-0000-4000-8000-00000000000${ordinal}`;
  return { id, subscription_id: subscriptionId, status, created_at: "2026-09-01T08:00:00Z", ...others };
}

function problem(total_seats: number, available_seats: number, ...seats: object[]) {
  return problemOf(ref, seatsListSchema.parse({ seats, available_seats, total_seats }));
}

test("a listing whose live rows make up what is taken has no problem", () => {
  expect(problem(3, 3)).toBeNull();
  expect(problem(3, 1, seat(1, "pending"), seat(2, "claimed"), seat(3, "revoked"))).toBeNull();
});

test("an over-used pool has nothing free, however many are live", () => {
  expect(problem(1, 0, seat(1, "pending"), seat(2, "claimed"))).toBeNull();
});

test("a listing with fewer or more live rows than are counted is refused", () => {
  expect(problem(3, 1, seat(1, "pending"))).toContain("1 live seats, but counts 1 of 3");
  expect(problem(3, 2, seat(1, "pending"), seat(2, "claimed"))).toContain("2 live seats");
});

test("a seat that is shown twice, or belongs elsewhere, makes the listing unusable", () => {
  expect(problem(3, 1, seat(1, "pending"), seat(1, "claimed"))).toContain("twice");
  const elsewhere = { subscription_id: "00000000-0000-4000-8000-00000000000b" };
  expect(problem(3, 2, seat(1, "pending", elsewhere))).toContain("another");
  expect(problem(3, 2, seat(1, "pending", { order_id: elsewhere.subscription_id }))).toContain("another");
});
