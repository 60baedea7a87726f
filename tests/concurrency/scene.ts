// A ledger file with a few small pools, for processes that meet in them, and the log and the views counted apart.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { expect } from "vitest";

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const seats = 5;

export const pools = [1, 2, 3, 4].map((number) => ({ subscriptionId: `900d0000-0000-4000-8000-00000000000${number}` }));

export interface Scene extends AsyncDisposable {
  readonly file: string;
}

export async function setScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-"));
  const file = join(folder, "seats.db");
  await using ledger = await openLedger({ file });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, name: "Team" });
  for (const pool of pools) {
    await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats });
  }
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Everything that the log holds up to the pools' present versions. */
export async function wholeLog(ledger: SeatLedger): Promise<readonly LedgerEvent[]> {
  const last = new Map<string, number>();
  for (const pool of pools) last.set(pool.subscriptionId, (await ledger.getPool(pool)).version);
  const events: LedgerEvent[] = [];
  for await (const event of ledger.events()) {
    events.push(event);
    if (last.get(event.stream.id) === event.version) last.delete(event.stream.id);
    if (last.size === 0) break;
  }
  return events;
}

/** Counts each pool from the log alone: never more seats than were bought, and in the end what the views say. */
export async function expectViewsToEqualLog(ledger: SeatLedger, log: readonly LedgerEvent[]): Promise<void> {
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  for (const pool of pools) {
    const ofPool = log.filter(({ stream }) => stream.id === pool.subscriptionId);
    expect(ofPool.map(({ version }) => version)).toEqual(ofPool.map((_, index) => index + 1));
    const statuses = new Map<string, string>();
    let bought = 0;
    for (const event of ofPool) {
      if (event.type === "PoolOpened" || event.type === "PoolResized") bought = event.data.seats;
      if (event.seatId !== null) statuses.set(event.seatId, statusAfter[event.type] ?? "pending");
      expect([...statuses.values()].filter((status) => status !== "revoked").length).toBeLessThanOrEqual(bought);
    }
    const listed = await ledger.listSeats(pool);
    expect(new Map(listed.seats.map(({ id, status }) => [id, status]))).toEqual(statuses);
    expect(listed.totalSeats).toBe(bought);
  }
}

const statusAfter: Readonly<Record<string, string>> = {
  SeatAssigned: "pending",
  SeatGranted: "claimed",
  SeatClaimed: "claimed",
  SeatRevoked: "revoked",
};
