// What the ledger promises on every engine: by its public names alone.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { describe, expect, test } from "vitest";
import { engines, lastingEngines, type Opened } from "./engines/engines.ts";

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const emails = Array.from({ length: 12 }, (_, index) => `person-${index}@example.com`);

async function openPool(ledger: SeatLedger, seats: number): Promise<void> {
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, name: "Team" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats });
}

async function eventsOf({ ledger }: Pick<Opened, "ledger">): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  const events: LedgerEvent[] = [];
  const listening = ledger.events({ signal: stop.signal, onCaughtUp: () => stop.abort() });
  for await (const event of listening) events.push(event);
  return events;
}

describe.each(engines)("$name", (engine) => {
  test("gives positions and versions without gaps, in the order of the asking", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, emails.length);
    const assigned = await Promise.all(emails.map((email) => ledger.assignSeat({ ...pool, email })));
    const events = await eventsOf(opened);
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    const ofPool = events.filter(({ stream }) => stream.id === pool.subscriptionId);
    expect(ofPool.map(({ version }) => version)).toEqual(ofPool.map((_, index) => index + 1));
    const given = ofPool.filter(({ type }) => type === "SeatAssigned");
    expect(given.map(({ seatId }) => seatId)).toEqual(assigned.map(({ seat }) => seat.id));
  });

  test("refuses without a trace, while others of the same moment are answered", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, 1);
    const before = await eventsOf(opened);
    const answers = await Promise.allSettled(emails.map((email) => ledger.assignSeat({ ...pool, email })));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(answers.slice(1)).toEqual(
      emails
        .slice(1)
        .map(() => expect.objectContaining({ reason: expect.objectContaining({ code: "SeatNotAvailable" }) })),
    );
    const added = (await eventsOf(opened)).slice(before.length);
    expect(added.filter(({ seatId }) => seatId !== null)).toHaveLength(1);
  });

  test("answers a retry that comes while the command is in flight as it answers the command", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, 3);
    const ask = () => ledger.assignSeat({ ...pool, email: "ada@example.com" }, { idempotencyKey: "once" });
    const [first, ...retries] = await Promise.all([ask(), ask(), ask()]);
    for (const retry of retries) expect(retry).toEqual(first);
    expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
  });

  test("never lets recordedAt decrease, whatever the clock does", async () => {
    const times = ["12:00", "12:05", "11:00", "11:30", "12:10"].map((time) => new Date(`2026-03-01T${time}:00.000Z`));
    const clock = manualClock(times[0]);
    await using opened = await engine.open({ clock: clock.now });
    const { ledger } = opened;
    await openPool(ledger, times.length);
    for (const [index, time] of times.entries()) {
      clock.set(time);
      await ledger.assignSeat({ ...pool, email: `person-${index}@example.com` });
    }
    const recorded = (await eventsOf(opened)).map(({ recordedAt }) => recordedAt.getTime());
    expect(recorded).toEqual(recorded.toSorted((one, other) => one - other));
    expect(new Set(recorded).size).toBe(3);
  });

  test("appends nothing for a command that was given up before its turn", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, 3);
    const before = await eventsOf(opened);
    const stop = new AbortController();
    const asked = ledger.assignSeat({ ...pool, email: "ada@example.com" }, { signal: stop.signal });
    stop.abort(new Error("changed my mind"));
    await expect(asked).rejects.toThrow("changed my mind");
    expect(await eventsOf(opened)).toEqual(before);
  });

  test("answers what was asked before it was closed, and refuses the rest", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, emails.length);
    const asked = emails.map((email) => ledger.assignSeat({ ...pool, email }));
    const closing = ledger.close();
    await expect(ledger.listSeats(pool)).rejects.toMatchObject({ code: "LedgerClosed" });
    expect(await Promise.all(asked)).toHaveLength(emails.length);
    await closing;
    await expect(ledger.assignSeat({ ...pool, email: "late@example.com" })).rejects.toMatchObject({
      code: "LedgerClosed",
    });
  });
});

describe.each(engines)("$name: upkeep", (engine) => {
  test("finds a ledger whole and leaves it as it is, while commands go on", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, emails.length);
    const [first, rebuilt, ...assigned] = await Promise.all([
      ledger.verify(),
      ledger.rebuild(),
      ...emails.map((email) => ledger.assignSeat({ ...pool, email })),
    ]);
    expect(first).toMatchObject({ ok: true, problems: [] });
    expect(rebuilt.changed).toBe(0);
    expect(await ledger.verify()).toMatchObject({ ok: true, upTo: (await eventsOf(opened)).length });
    expect((await ledger.listSeats(pool)).seats.map(({ id }) => id)).toEqual(assigned.map(({ seat }) => seat.id));
  });

  test("copies the ledger into a file, or says that it does not", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    await openPool(ledger, 1);
    const folder = await mkdtemp(join(tmpdir(), "seat-ledger-"));
    try {
      const copy = join(folder, "copy.db");
      if (!opened.store.backup) {
        await expect(ledger.backup(copy)).rejects.toMatchObject({ code: "InvalidRequest" });
        return;
      }
      await ledger.backup(copy);
      await using restored = await openLedger({ file: copy });
      expect(await restored.getPool(pool)).toEqual(await ledger.getPool(pool));
      expect(await restored.verify()).toEqual(await ledger.verify());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.each(lastingEngines)("$name: another handle", (engine) => {
  test("streams what is committed here, once and in order", async () => {
    await using opened = await engine.open();
    await openPool(opened.ledger, emails.length);
    const other = await opened.another();
    const heard = takeSeatEvents(other.ledger, emails.length);
    for (const email of emails) await opened.ledger.assignSeat({ ...pool, email });
    const told = (await eventsOf(opened)).filter(({ seatId }) => seatId !== null);
    expect(await heard).toEqual(told);
    await other.close();
  });

  test("goes on where this one was closed", async () => {
    await using opened = await engine.open();
    await openPool(opened.ledger, 3);
    const { invitation } = await opened.ledger.assignSeat({ ...pool, email: "ada@example.com" });
    const listed = await opened.ledger.listSeats(pool);
    await opened.close();
    const other = await opened.another();
    expect(await other.ledger.listSeats(pool)).toEqual(listed);
    const claimed = await other.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    expect(claimed.seat.status).toBe("claimed");
    await other.close();
  });
});

async function takeSeatEvents(ledger: SeatLedger, count: number): Promise<readonly LedgerEvent[]> {
  const taken: LedgerEvent[] = [];
  for await (const event of ledger.events()) {
    if (event.seatId !== null) taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}
