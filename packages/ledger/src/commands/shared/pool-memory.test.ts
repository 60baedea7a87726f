// Which pools are remembered, and for how long. That what is remembered is never out of date is a matter of whole ledgers
// (tests/concurrency, tests/properties).

import { beforeEach, expect, test } from "vitest";
import type { CustomerId, OrganizationId, PoolId, SeatId } from "../../domain/ids.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import { plainEvent } from "../../domain/propose.ts";
import type { SeatState } from "../../domain/seat.ts";
import { Seats } from "../../domain/seats.ts";
import type { PoolAppend } from "../../store/append.ts";
import { PoolMemory, type WholePool } from "./pool-memory.ts";

const at = new Date("2026-01-01T00:00:00.000Z");
const organizationId = "acme" as OrganizationId;
const organization = { id: organizationId, name: "Acme", slug: "acme", memberModel: true, seatsEnabled: true };
/** Two of them weigh less than what is kept, three more. */
const manySeats = 10_000;

let memory: PoolMemory;
beforeEach(() => {
  memory = new PoolMemory();
});

test("the pool that was not used for the longest time makes room", () => {
  for (const stream of [1, 2]) remember(wholePool(stream));
  recall(1);
  remember(wholePool(3));
  expect([1, 2, 3].map((stream) => recall(stream) !== null)).toEqual([true, false, true]);
});

test("a pool that changes again and again takes no more room than it has seats", () => {
  for (const stream of [1, 2]) remember(wholePool(stream));
  for (let times = 0; times < 5; times += 1) change(recall(2));
  expect(recall(1)).not.toBeNull();
  expect(recall(2, 6)?.pool.bought).toBe(5);
});

test("a pool that was changed past the memory is read again", () => {
  remember(wholePool(1));
  change(recall(1));
  // Another work on the pool as it was before: it gives the same version to other events.
  change(wholePool(1));
  expect(recall(1, 2)).toBeNull();
});

function remember(whole: WholePool): void {
  memory.remember(whole, placeOf(whole.refs.stream, whole.pool.version));
}

function recall(stream: number, version = versions.get(stream) ?? 1): WholePool | null {
  return memory.recall(placeOf(stream, version));
}

const versions = new Map<number, number>();
beforeEach(() => versions.clear());

/** One seat more is bought. */
function change(found: WholePool | null): void {
  if (!found) throw new Error("there is a pool to change");
  const { pool: before, refs } = found;
  const events = [plainEvent("PoolResized", { seats: before.version, previous: before.bought }, { at })];
  const after = evolvePoolAll(before, events, before);
  versions.set(refs.stream, after.version);
  const append: PoolAppend = { kind: "pool", refs, before, events, after };
  memory.advance(append);
}

function placeOf(stream: number, version: number) {
  return { stream, version, organizationVersion: 1, customerVersion: 1 };
}

function wholePool(stream: number): WholePool {
  const seats = Array.from({ length: manySeats }, (_, number) => ({ id: `seat-${number}` as SeatId }) as SeatState);
  return {
    refs: { stream, organization: 1, customer: 1 },
    pool: { ...openedPool(stream), seats: Seats.of(seats) },
    organization: { ...organization, createdAt: at, version: 1 },
  };
}

function openedPool(stream: number): PoolState {
  const facts = {
    kind: "subscription",
    customerId: "buyer" as CustomerId,
    product: { id: "team", name: "Team" },
    seats: 0,
    status: "active",
    authority: "ledger",
    checkoutId: null,
  } as const;
  const of = { id: `pool-${stream}` as PoolId, organizationId };
  return evolvePoolAll(null, [plainEvent("PoolOpened", facts, { at })], of);
}
