// The pools of an organization or a customer, live.

import { randomUUID } from "node:crypto";
import { firstValueFrom, lastValueFrom, toArray } from "rxjs";
import type { Pool } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { refusal } from "../ledger/setting.ts";
import { eventually } from "./eventually.ts";
import { assignEach, customerId, emails, ledgerWithPools, organizationId, otherPool, pool } from "./stage.ts";

const product = { id: "team", name: "Team" };

describe("pools$", () => {
  test("shows every pool now, and all of them after each change of any", async () => {
    await using ledger = await ledgerWithPools();
    const shown: (readonly Pool[])[] = [];
    const subscription = ledger.pools$({ organizationId }).subscribe((pools) => shown.push(pools));
    const latest = () => shown.at(-1)?.map(({ seats, pending }) => [seats, pending]);
    await eventually(() =>
      expect(latest()).toEqual([
        [200, 0],
        [200, 0],
      ]),
    );
    await ledger.resizePool({ ...otherPool, seats: 7 });
    await eventually(() =>
      expect(latest()).toEqual([
        [200, 0],
        [7, 0],
      ]),
    );
    await ledger.assignSeat({ ...pool, email: "ada@example.com" });
    await eventually(() =>
      expect(latest()).toEqual([
        [200, 1],
        [7, 0],
      ]),
    );
    await ledger.openPool({ orderId: randomUUID(), organizationId, customerId, product, seats: 1 });
    await eventually(() =>
      expect(latest()).toEqual([
        [200, 1],
        [7, 0],
        [1, 0],
      ]),
    );
    subscription.unsubscribe();
    expect(shown).toHaveLength(4);
    expect(shown.at(-1)).toEqual((await ledger.listPools({ organizationId })).pools);
  });

  test("shows nothing anew where nothing of a pool has changed", async () => {
    await using ledger = await ledgerWithPools();
    const shown: (readonly Pool[])[] = [];
    const subscription = ledger.pools$({ organizationId }).subscribe((pools) => shown.push(pools));
    await eventually(() => expect(shown).toHaveLength(1));
    await ledger.registerMember({ customerId, email: "new@example.com" });
    await ledger.registerOrganization({ name: "Other", slug: "other" });
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(shown.at(-1)?.[0]?.seats).toBe(7));
    subscription.unsubscribe();
    expect(shown).toHaveLength(2);
  });

  test("shows the last state after many changes at once", async () => {
    await using ledger = await ledgerWithPools();
    const shown: (readonly Pool[])[] = [];
    const subscription = ledger.pools$({ organizationId }).subscribe((pools) => shown.push(pools));
    await assignEach(ledger, emails(200));
    await eventually(() => expect(shown.at(-1)?.[0]?.pending).toBe(200));
    subscription.unsubscribe();
    expect(shown.at(-1)).toEqual((await ledger.listPools({ organizationId })).pools);
  });

  test("of a customer shows that customer's pools alone", async () => {
    await using ledger = await ledgerWithPools();
    const { id } = await ledger.registerCustomer({ organizationId, email: "second@example.com" });
    const shown: (readonly Pool[])[] = [];
    const subscription = ledger.pools$({ customerId: id }).subscribe((pools) => shown.push(pools));
    await eventually(() => expect(shown).toEqual([[]]));
    await ledger.resizePool({ ...pool, seats: 7 });
    await ledger.openPool({ orderId: randomUUID(), organizationId, customerId, product, seats: 1 });
    const orderId = randomUUID();
    await ledger.openPool({ orderId, organizationId, customerId: id, product, seats: 1 });
    await eventually(() => expect(shown.at(-1)).toMatchObject([{ orderId, seats: 1 }]));
    await ledger.resizePool({ orderId, seats: 2 });
    await eventually(() => expect(shown.at(-1)).toMatchObject([{ orderId, seats: 2 }]));
    subscription.unsubscribe();
    expect(shown).toHaveLength(3);
  });

  test("of a fenced ledger needs no name, of a whole one it does", async () => {
    await using ledger = await ledgerWithPools();
    const own = await firstValueFrom(ledger.forOrganization(organizationId).pools$());
    expect(own).toEqual((await ledger.listPools({ organizationId })).pools);
    expect(await refusal(firstValueFrom(ledger.pools$({})))).toBe("InvalidRequest");
  });

  test("ends when the ledger is closed", async () => {
    const ledger = await ledgerWithPools();
    const lists = lastValueFrom(ledger.pools$({ organizationId }).pipe(toArray()));
    await new Promise((resolve) => setImmediate(resolve));
    await ledger.close();
    expect((await lists).map((pools) => pools.length)).toEqual([2]);
    expect(await refusal(firstValueFrom(ledger.pools$({ organizationId })))).toBe("LedgerClosed");
  });
});
