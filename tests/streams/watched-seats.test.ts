// What a list of seats shows, it shows live: also what another stream than the pool's has changed. Who watches the same pool
// shares a reading, and each one finds the list of the moment at which he came.

import { randomUUID } from "node:crypto";
import { firstValueFrom, Subscription } from "rxjs";
import type { SeatsList } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { mirrorIn, shownSeat } from "../ledger/mirror.ts";
import { refusal, setting } from "../ledger/setting.ts";
import { eventually } from "./eventually.ts";
import { assignEach, customerId, emails, ledgerWithPools, organizationId, otherPool, pool } from "./stage.ts";

async function watched(pools: Parameters<typeof mirrorIn>[0]) {
  const mirror = await mirrorIn(pools);
  const shown: SeatsList[] = [];
  const { subscriptionId } = mirror;
  const watching = pools.ledger.seats$({ subscriptionId }).subscribe((list) => shown.push(list));
  await eventually(() => expect(shown).toHaveLength(1));
  const ref = { subscriptionId };
  return { ...mirror, ref, shown, [Symbol.dispose]: () => watching.unsubscribe() };
}

describe("seats$ shows anew", () => {
  test("when somebody in a seat is forgotten, whose seat Polar keeps", async () => {
    const own = await setting();
    using mirror = await watched(own);
    const memberId = randomUUID();
    await mirror.show([shownSeat(own, memberId, "mia@acme.example")]);
    await eventually(() => expect(mirror.shown.at(-1)?.seats[0]?.email).toBe("mia@acme.example"));
    const { version } = await own.ledger.getPool(mirror.ref);
    await own.ledger.forgetPerson({ personId: memberId });
    await eventually(() => expect(mirror.shown.at(-1)?.seats[0]?.email).toBeNull());
    expect((await own.ledger.getPool(mirror.ref)).version).toBe(version);
    expect(mirror.shown.at(-1)).toEqual(await own.ledger.listSeats(mirror.ref));
  });

  test("when the name of somebody in a seat changes, and not when anybody else's does", async () => {
    await using ledger = await ledgerWithPools();
    const { id: memberId } = await ledger.registerMember({ customerId, email: "ada@example.com", name: "Ada" });
    await ledger.assignSeat({ ...pool, memberId });
    const shown: SeatsList[] = [];
    const watching = ledger.seats$(pool).subscribe((list) => shown.push(list));
    const name = () => shown.at(-1)?.seats[0]?.member?.name;
    await eventually(() => expect(name()).toBe("Ada"));
    await ledger.registerMember({ customerId, email: "bob@example.com", name: "Bob" });
    await ledger.registerMember({ id: memberId, customerId, email: "ada@example.com", name: "Ada Lovelace" });
    await eventually(() => expect(name()).toBe("Ada Lovelace"));
    watching.unsubscribe();
    expect(shown).toHaveLength(2);
  });

  test("nothing where its organization is changed, and ends where seats are switched off", async () => {
    await using ledger = await ledgerWithPools();
    const shown: SeatsList[] = [];
    const failed = new Promise<unknown>((resolve) => {
      ledger.seats$(pool).subscribe({ next: (list) => shown.push(list), error: resolve });
    });
    await eventually(() => expect(shown).toHaveLength(1));
    await ledger.registerOrganization({ id: organizationId, name: "Acme Inc.", slug: "acme" });
    await ledger.registerOrganization({ id: organizationId, name: "Acme Inc.", slug: "acme", seatsEnabled: false });
    expect(await failed).toMatchObject({ code: "SeatsNotEnabled" });
    expect(shown).toHaveLength(1);
    expect(await refusal(firstValueFrom(ledger.seats$(pool)))).toBe("SeatsNotEnabled");
  });
});

describe("many who watch", () => {
  test("each find what was answered before they came", async () => {
    await using ledger = await ledgerWithPools();
    const watching = new Subscription();
    for (const [index, email] of emails(50).entries()) {
      await ledger.assignSeat({ ...pool, email });
      const seen = new Promise<SeatsList>((resolve) => {
        watching.add(ledger.seats$(pool).subscribe(resolve));
      });
      expect((await seen).seats).toHaveLength(index + 1);
    }
    watching.unsubscribe();
  });

  test("all end with the true list, and only those of the pool that changed are shown one", async () => {
    await using ledger = await ledgerWithPools();
    const latest = new Map<number, SeatsList>();
    let others = 0;
    const watching = new Subscription();
    for (let index = 0; index < 100; index += 1) {
      watching.add(ledger.seats$(pool).subscribe((list) => latest.set(index, list)));
      watching.add(
        ledger.seats$(otherPool).subscribe(() => {
          others += 1;
        }),
      );
    }
    await assignEach(ledger, emails(100));
    const truth = await ledger.listSeats(pool);
    await eventually(() => {
      for (let index = 0; index < 100; index += 1) expect(latest.get(index)).toEqual(truth);
    });
    watching.unsubscribe();
    expect(others).toBe(100);
  });

  test("behind different fences see their own", async () => {
    await using ledger = await ledgerWithPools();
    const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const watching = ledger.seats$(pool).subscribe();
    expect(await refusal(firstValueFrom(ledger.forOrganization(id).seats$(pool)))).toBe("PoolNotFound");
    expect((await firstValueFrom(ledger.forOrganization(organizationId).seats$(pool))).totalSeats).toBe(200);
    watching.unsubscribe();
  });
});
