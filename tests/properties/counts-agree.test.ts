// The numbers of a pool, its listed seats, their histories and the log all tell the same: each is counted here on its own.

import fc from "fast-check";
import type { LedgerEvent } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { liveSeats } from "./model.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law } from "./world.ts";

interface Counts {
  bought: number;
  readonly seats: Map<string, string>;
}

/** What each event does to the numbers, in the fewest words: no rule, no machine. */
function countsFrom(log: readonly LedgerEvent[], poolId: string): Counts {
  const counts: Counts = { bought: 0, seats: new Map() };
  for (const event of log) {
    if (event.stream.id !== poolId) continue;
    if (event.type === "PoolOpened" || event.type === "PoolResized") counts.bought = event.data.seats;
    if (event.seatId === null) continue;
    if (event.type === "SeatAssigned") counts.seats.set(event.seatId, "pending");
    if (event.type === "SeatGranted" || event.type === "SeatClaimed") counts.seats.set(event.seatId, "claimed");
    if (event.type === "SeatRevoked") counts.seats.set(event.seatId, "revoked");
  }
  return counts;
}

function tally(statuses: Iterable<string>) {
  const all = [...statuses];
  const having = (status: string) => all.filter((one) => one === status).length;
  return { pending: having("pending"), claimed: having("claimed"), revoked: having("revoked") };
}

const everyCountAgrees: Law = async ({ model, world }) => {
  for (const modelled of model.pools) {
    const pool = await world.ledger.getPool(modelled.ref);
    const listed = await world.ledger.listSeats(modelled.ref);
    const folded = countsFrom(world.log, pool.subscriptionId ?? pool.orderId ?? "");
    const counted = tally(listed.seats.map(({ status }) => status));

    expect(tally(folded.seats.values())).toEqual(counted);
    expect(tally(modelled.seats.map(({ status }) => status))).toEqual(counted);
    expect([pool.pending, pool.claimed]).toEqual([counted.pending, counted.claimed]);
    expect([pool.seats, listed.totalSeats, modelled.bought]).toEqual(Array(3).fill(folded.bought));
    const free = Math.max(0, modelled.bought - liveSeats(modelled).length);
    expect([pool.available, listed.availableSeats]).toEqual([free, free]);
    expect(pool.status).toBe(modelled.status);
    expect(pool.version).toBe(
      world.log.filter(({ stream }) => stream.id === (pool.subscriptionId ?? pool.orderId)).length,
    );
    for (const { id, status, version } of listed.seats) {
      const { entries } = await world.ledger.history({ seatId: id });
      expect(entries.at(-1)).toMatchObject({ statusAfter: status, event: { version } });
    }
  }
};

describe.each(engines)("$name", (engine) => {
  test("pool, listing, histories and log agree about every number", { timeout: propertyTimeoutMs }, async () => {
    await fc.assert(
      everyHistory(engine, () => everyCountAgrees),
      propertyRuns("counts agree", engine),
    );
  });
});
