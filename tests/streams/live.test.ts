// The live streams: what happened first, then what happens, with no gap and no double, and an end when one is wanted.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { firstValueFrom, lastValueFrom, take, toArray } from "rxjs";
import type { LedgerEvent, SeatLedger, SeatsList } from "seat-ledger";
import { describe, expect, test, vi } from "vitest";
import { assignEach, emails, ledgerWithPools, otherPool, pool, positions, upTo } from "./stage.ts";

const run = promisify(execFile);

describe("events$", () => {
  test("tells history and then what happens meanwhile, each event once and in order", async () => {
    await using ledger = await ledgerWithPools();
    await assignEach(ledger, emails(20));
    // Opening two pools and their people took 4 events; an assignment to somebody new takes 2.
    const expected = 4 + 60 * 2;
    const early = lastValueFrom(ledger.events$().pipe(take(expected), toArray()));
    const running = assignEach(ledger, emails(40).slice(20));
    const late = lastValueFrom(ledger.events$().pipe(take(expected), toArray()));
    await running;
    await assignEach(ledger, emails(60).slice(40));

    expect(positions(await early)).toEqual(upTo(expected));
    expect(await late).toEqual(await early);
  });

  test("begins after the position that it is given", async () => {
    await using ledger = await ledgerWithPools();
    const next = firstValueFrom(ledger.events$({ after: 4 }));
    await ledger.resizePool({ ...pool, seats: 7 });
    expect(await next).toMatchObject({ position: 5, type: "PoolResized", data: { seats: 7 } });
  });

  test("ends when the ledger is closed", async () => {
    const ledger = await ledgerWithPools();
    const caughtUp = Promise.withResolvers<number>();
    const everything = lastValueFrom(ledger.events$({ onCaughtUp: caughtUp.resolve }).pipe(toArray()));
    await caughtUp.promise;
    await ledger.close();
    expect(positions(await everything)).toEqual(upTo(4));
  });

  test("ends when it is left while it waits for the next event", async () => {
    await using ledger = await ledgerWithPools();
    const events = ledger.events({ after: 4 });
    const next = events.next();
    await events.return();
    expect(await next).toMatchObject({ done: true });
  });

  test.each([
    ["events()", (ledger: SeatLedger) => ledger.events({ after: 5 }).next()],
    ["events$", (ledger: SeatLedger) => firstValueFrom(ledger.events$({ after: 5 }))],
    ["subscribe", (ledger: SeatLedger) => ledger.subscribe({ name: "late", after: 5, handler: () => undefined })],
  ])("%s refuses to begin after the end of the log", async (_, begin) => {
    await using ledger = await ledgerWithPools();
    await expect(begin(ledger)).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "after" }] });
  });

  test("ends by its signal", async () => {
    await using ledger = await ledgerWithPools();
    const stop = new AbortController();
    const heard: LedgerEvent[] = [];
    for await (const event of ledger.events({ signal: stop.signal })) {
      heard.push(event);
      if (event.position === 4) stop.abort();
    }
    expect(positions(heard)).toEqual(upTo(4));
  });
});

describe("seats$", () => {
  test("shows the list now, and the list after each change of the pool", async () => {
    await using ledger = await ledgerWithPools();
    const shown: SeatsList[] = [];
    const subscription = ledger.seats$(pool).subscribe((list) => shown.push(list));
    const latest = () => shown.at(-1)?.seats.map(({ status }) => status);
    await vi.waitFor(() => expect(latest()).toEqual([]));

    const { seat, invitation } = await ledger.assignSeat({ ...pool, email: "ada@example.com" });
    await vi.waitFor(() => expect(latest()).toEqual(["pending"]));
    await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    await vi.waitFor(() => expect(latest()).toEqual(["claimed"]));
    await ledger.assignSeat({ ...otherPool, email: "ada@example.com" });
    await ledger.revokeSeat({ seatId: seat.id });
    await vi.waitFor(() => expect(latest()).toEqual(["revoked"]));
    subscription.unsubscribe();

    // The other pool's change showed nothing here.
    expect(shown).toHaveLength(4);
  });

  test("shows the last state after many changes at once, whatever it leaves out on the way", async () => {
    await using ledger = await ledgerWithPools();
    const shown: SeatsList[] = [];
    const subscription = ledger.seats$(pool).subscribe((list) => shown.push(list));
    await assignEach(ledger, emails(50));
    await vi.waitFor(() => expect(shown.at(-1)?.seats).toHaveLength(50));
    subscription.unsubscribe();
    expect(shown.at(-1)).toEqual(await ledger.listSeats(pool));
  });

  test("shows nothing more once it was unsubscribed", async () => {
    await using ledger = await ledgerWithPools();
    let shown = 0;
    const subscription = ledger.seats$(pool).subscribe(() => {
      shown += 1;
    });
    await vi.waitFor(() => expect(shown).toBe(1));
    subscription.unsubscribe();
    await ledger.assignSeat({ ...pool, email: "ada@example.com" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(shown).toBe(1);
  });

  test("fails for a pool that is not there", async () => {
    await using ledger = await ledgerWithPools();
    const unknown = { subscriptionId: "900d0000-0000-4000-8000-00000000000f" };
    await expect(firstValueFrom(ledger.seats$(unknown))).rejects.toMatchObject({ code: "PoolNotFound" });
  });

  test("ends when the ledger is closed", async () => {
    const ledger = await ledgerWithPools();
    const lists = lastValueFrom(ledger.seats$(pool).pipe(toArray()));
    await new Promise((resolve) => setImmediate(resolve));
    await ledger.close();
    expect((await lists).map(({ totalSeats }) => totalSeats)).toEqual([200]);
  });
});

test("who stops listening leaves nothing behind, and the process ends by itself", async () => {
  const listener = fileURLToPath(new URL("listen-and-leave.ts", import.meta.url));
  const { stdout } = await run(process.execPath, [listener], { timeout: 30_000 });
  const { heard, timers } = JSON.parse(stdout);
  expect(heard).toEqual({ events: 80, seats: 20, pools: 20, iterated: 4, handled: 4 });
  // One watches the file for all of them, one renews the lease of the subscription.
  expect(timers).toEqual({ before: 0, listening: 2, after: 0 });
});
