// Whoever keeps a list of seats asks whether it is still so. Nobody may ever be told so of an older one, whoever changed it, and
// nobody else may be told anything of it.

import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isSeatLedgerError, openLedger, type SeatLedger, type SeatsList } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder } from "../storage/ledger-file.ts";
import { product, refusal, setting } from "./setting.ts";

describe("isCurrent", () => {
  test("is told of every list that is still so, and each list is its caller's own", async () => {
    const { ledger, subscriptionId } = await setting();
    await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const [one, other] = [await ledger.listSeats({ subscriptionId }), await ledger.listSeats({ subscriptionId })];
    expect(other).toEqual(one);
    expect([one === other, one.seats[0] === other.seats[0]]).toEqual([false, false]);
    expect([one, one.seats, one.seats[0]].some(Object.isFrozen)).toBe(false);
    for (const list of [one, other, one]) expect(await ledger.isCurrent(list)).toBe(true);
  });

  test("is false in every process once the list is another one, whatever changed it", async () => {
    await using folder = await newFolder();
    await using one = await openLedger({ file: folder.file, durability: "normal" });
    await using other = await openLedger({ file: folder.file, durability: "normal" });
    const { id: organizationId } = await one.registerOrganization({ name: "Acme", slug: "acme" });
    const { id: customerId } = await one.registerCustomer({ organizationId, email: "buyer@acme.example" });
    const subscriptionId = randomUUID();
    await one.openPool({ subscriptionId, organizationId, customerId, product, seats: 3 });
    const pool = { subscriptionId };
    const known = new Map<SeatLedger, SeatsList>();
    const shown = async (ledger: SeatLedger) => {
      const before = known.get(ledger);
      if (before) expect(await ledger.isCurrent(before)).toBe(false);
      const list = await ledger.listSeats(pool);
      expect(await ledger.isCurrent(list)).toBe(true);
      known.set(ledger, list);
      return [list.totalSeats, ...list.seats.map(({ status, email, member }) => [status, email, member?.name])];
    };
    const both = async () => {
      const [first, second] = [await shown(one), await shown(other)];
      expect(first).toEqual(second);
      return first;
    };
    expect(await both()).toEqual([3]);
    const { seat } = await one.assignSeat({ ...pool, email: "ada@acme.example" });
    expect(await both()).toEqual([3, ["pending", "ada@acme.example", null]]);
    const memberId = seat.memberId ?? "";
    await other.registerMember({ customerId, id: memberId, email: "ada@acme.example", name: "Ada" });
    expect(await both()).toEqual([3, ["pending", "ada@acme.example", "Ada"]]);
    await other.resizePool({ ...pool, seats: 5 });
    expect(await both()).toEqual([5, ["pending", "ada@acme.example", "Ada"]]);
    await one.revokeSeat({ seatId: seat.id });
    expect(await both()).toEqual([5, ["revoked", null, undefined]]);
    await one.assignSeat({ ...pool, email: "bob@acme.example" });
    expect((await both()).at(-1)).toEqual(["pending", "bob@acme.example", null]);
    const [{ personId = null } = {}] = (await one.listSeats(pool)).seats.slice(-1);
    await other.forgetPerson({ personId: personId ?? "" });
    expect(JSON.stringify(await both())).not.toContain("bob");
    await other.registerOrganization({ id: organizationId, name: "Acme", slug: "acme", seatsEnabled: false });
    expect(await refusal(one.listSeats(pool))).toBe("SeatsNotEnabled");
    for (const [ledger, list] of known) expect(await ledger.isCurrent(list)).toBe(false);
  });

  test("is false for what another ledger answered, for the past, and for what somebody made up", async () => {
    const { ledger, subscriptionId } = await setting();
    const elsewhere = await setting();
    const right = await ledger.listSeats({ subscriptionId });
    const others = [
      await elsewhere.ledger.listSeats({ subscriptionId: elsewhere.subscriptionId }),
      await ledger.asOf(await ledger.getPosition()).listSeats({ subscriptionId }),
      structuredClone(right),
      Object.create(right),
      { ...right },
    ];
    for (const list of others) expect(await ledger.isCurrent(list)).toBe(false);
    expect(await ledger.isCurrent(right)).toBe(true);
  });

  test("is told of the list of a pool by whichever of its names it was asked for", async () => {
    const { ledger, organizationId, customerId } = await setting();
    const pool = { subscriptionId: randomUUID(), organizationId, customerId, product, seats: 3 };
    await ledger.openPool({ ...pool, checkoutId: "checkout" });
    const list = await ledger.listSeats({ checkoutId: "checkout" });
    expect(await ledger.isCurrent(list)).toBe(true);
    await ledger.resizePool({ subscriptionId: pool.subscriptionId, seats: 4 });
    expect(await ledger.isCurrent(list)).toBe(false);
  });

  test("is false behind the fence of another organization", async () => {
    const { ledger, organizationId, subscriptionId } = await setting();
    const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const list = await ledger.listSeats({ subscriptionId });
    expect(await ledger.forOrganization(organizationId).isCurrent(list)).toBe(true);
    expect(await ledger.forOrganization(otherId).isCurrent(list)).toBe(false);
  });

  test("is false for every list once somebody was forgotten, in whichever pool", async () => {
    const { ledger, subscriptionId } = await setting();
    const list = await ledger.listSeats({ subscriptionId });
    const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const { id: otherId } = await ledger.registerCustomer({ organizationId: id, email: "other@other.example" });
    expect(await ledger.isCurrent(list)).toBe(true);
    await ledger.forgetPerson({ personId: otherId });
    expect(await ledger.isCurrent(list)).toBe(false);
  });

  test.each([null, undefined, "list", 7, {}, { seats: "none" }, [], new Map()])(
    "refuses %j, which is no list",
    async (given) => {
      const { ledger } = await setting();
      // @ts-expect-error: wrong on purpose.
      const error: unknown = await ledger.isCurrent(given).catch((reason: unknown) => reason);
      expect(isSeatLedgerError(error, "InvalidRequest")).toBe(true);
    },
  );

  test("the ledger itself keeps no list", async () => {
    const { ledger, subscriptionId } = await setting();
    await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const shown = async () => new WeakRef(await ledger.listSeats({ subscriptionId }));
    const list = await shown();
    await collectGarbage();
    expect(list.deref()).toBeUndefined();
  });
});

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  // What was looked at in this turn is kept until it ends.
  await setImmediate();
  runInNewContext("gc")();
}
