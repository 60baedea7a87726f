// Each list is told with a position of the log: it holds everything up to there, so that whoever has the list goes on from it.

import type { Pool, SeatsList } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { eventually } from "./eventually.ts";
import { caughtUp, emails, ledgerWithPools, organizationId, otherPool, pool } from "./stage.ts";

interface Told<List> {
  readonly position: number;
  readonly list: List;
}

describe("onPosition", () => {
  test("of seats$ comes before each list, which holds every seat up to there, while commands go on", async () => {
    await using ledger = await ledgerWithPools();
    const told: Told<SeatsList>[] = [];
    let position = -1;
    const onPosition = (now: number) => {
      position = now;
    };
    const watching = ledger.seats$({ ...pool, onPosition }).subscribe((list) => told.push({ position, list }));
    for (const email of emails(150)) await ledger.assignSeat({ ...pool, email });
    await eventually(() => expect(told.at(-1)?.list.seats).toHaveLength(150));
    watching.unsubscribe();
    const assigned = await caughtUp(ledger, { ...pool, types: ["SeatAssigned"] });
    expect(told.length).toBeGreaterThan(1);
    for (const { position: upTo, list } of told) {
      const shown = new Set(list.seats.map(({ id }) => id));
      const missing = assigned.filter((event) => event.position <= upTo && !shown.has(event.seatId ?? ""));
      expect(missing).toEqual([]);
    }
    expect(told.map((one) => one.position)).toEqual(told.map((one) => one.position).toSorted((a, b) => a - b));
    expect(told.at(-1)?.position).toBe(assigned.at(-1)?.position);
  });

  test("of pools$ likewise", async () => {
    await using ledger = await ledgerWithPools();
    const told: Told<readonly Pool[]>[] = [];
    let position = -1;
    const onPosition = (now: number) => {
      position = now;
    };
    const watching = ledger.pools$({ organizationId, onPosition }).subscribe((list) => told.push({ position, list }));
    for (const email of emails(100)) await ledger.assignSeat({ ...otherPool, email });
    await eventually(() => expect(told.at(-1)?.list[1]?.pending).toBe(100));
    watching.unsubscribe();
    const assigned = await caughtUp(ledger, { ...otherPool, types: ["SeatAssigned"] });
    for (const { position: upTo, list } of told) {
      const known = assigned.filter((event) => event.position <= upTo).length;
      expect(list[1]?.pending ?? 0).toBeGreaterThanOrEqual(known);
    }
    expect(told.at(-1)?.position).toBe(assigned.at(-1)?.position);
  });

  test("is the newest one for whoever comes later, though the list is still the same", async () => {
    await using ledger = await ledgerWithPools();
    const first: number[] = [];
    const later: number[] = [];
    const watching = ledger.seats$({ ...pool, onPosition: (position) => first.push(position) }).subscribe();
    await eventually(() => expect(first).toEqual([4]));
    await ledger.registerCustomer({ organizationId, email: "new@example.com" });
    const joined = ledger.seats$({ ...pool, onPosition: (position) => later.push(position) }).subscribe();
    await eventually(() => expect(later).toEqual([6]));
    expect(first).toEqual([4]);
    watching.unsubscribe();
    joined.unsubscribe();
  });
});
