// Many listeners of one ledger: a command that comes while they are told a change is answered before all of them have been told,
// and nobody misses anything for that. Counted, never timed.

import { firstValueFrom, type Observable } from "rxjs";
import type { SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { assignEach, emails, ledgerWithPools, otherPool, pool } from "./stage.ts";

const crowd = 300;

/** How many were told something new since the last time that it was asked. */
interface Crowd {
  told(): number;
  /** Resolves when everybody was told it. */
  all(): Promise<void>;
  leave(): void;
}

const kinds: readonly [string, (ledger: SeatLedger) => Observable<unknown>][] = [
  ["events$", (ledger) => ledger.events$({ types: ["PoolResized"] })],
  ["seats$", (ledger) => ledger.seats$(pool)],
  ["pools$", (ledger) => ledger.pools$({ customerId: "c0570000-0000-4000-8000-000000000001" })],
];

function listening(observable: Observable<unknown>): Crowd {
  let told = 0;
  let everybody = Promise.withResolvers<void>();
  const next = () => {
    told += 1;
    if (told === crowd) everybody.resolve();
  };
  const subscriptions = Array.from({ length: crowd }, () => observable.subscribe(next));
  return {
    told: () => told,
    async all() {
      await everybody.promise;
      everybody = Promise.withResolvers<void>();
      told = 0;
    },
    leave: () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

describe("a command that comes while many are told a change is answered first", () => {
  test.each(kinds)("%s", async (_, observe) => {
    await using ledger = await ledgerWithPools();
    await ledger.resizePool({ ...pool, seats: 100 });
    const listeners = listening(observe(ledger));
    await listeners.all();
    await ledger.resizePool({ ...pool, seats: 101 });
    while (listeners.told() === 0) await new Promise((resolve) => setImmediate(resolve));
    await ledger.registerCustomer({ organizationId: "5b1f0c1e-0000-4000-8000-000000000001", name: "Another" });
    expect(listeners.told()).toBeLessThan(crowd / 2);
    await listeners.all();
    listeners.leave();
  });
});

test("listeners at many places of the same events are each told all of them once, while commands go on", async () => {
  await using ledger = await ledgerWithPools();
  await assignEach(ledger, emails(30));
  const stop = new AbortController();
  const begin = await ledger.getPosition();
  const last = begin + 61;
  const followers = Array.from({ length: crowd }, async (_, index) => {
    const heard: number[] = [];
    const after = index % begin;
    for await (const { position } of ledger.events({ after, signal: stop.signal })) {
      heard.push(position);
      // Some are slower than others, so that they stand at different places.
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (position === last) break;
    }
    return { after, heard };
  });
  for (const email of emails(30, "another")) {
    await ledger.assignSeat({ ...pool, email });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ledger.resizePool({ ...otherPool, seats: 9 });
  const all = (await Promise.all(followers)).map(({ after, heard }) => ({ after, heard }));
  for (const { after, heard } of all) expect(heard).toEqual(allAfter(after, last));
});

describe("what several listeners are given none of them can change for the others", () => {
  const all = { after: 3 };

  test("an event", async () => {
    await using ledger = await ledgerWithPools();
    const listeners = [ledger.events(all), ledger.events(all)];
    for (const events of listeners) {
      // The first one is given it before anybody else asks.
      const event = (await events.next()).value ?? expect.unreachable();
      expect(event.position).toBe(4);
      expect(changeable(event)).toEqual([]);
    }
    for (const events of listeners) await events.return();
  });

  test.each(kinds)("what %s shows", async (_, observe) => {
    await using ledger = await ledgerWithPools();
    await ledger.assignSeat({ ...pool, email: "ada@example.com", metadata: { desk: { at: ["the window"] } } });
    await ledger.resizePool({ ...pool, seats: 100 });
    expect(changeable(await firstValueFrom(observe(ledger)))).toEqual([]);
  });
});

/** The parts that somebody who is given this could change. */
function changeable(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return [...(Object.isFrozen(value) ? [] : [value]), ...Object.values(value).flatMap(changeable)];
}

function allAfter(after: number, last: number): readonly number[] {
  return Array.from({ length: last - after }, (_, index) => after + 1 + index);
}
