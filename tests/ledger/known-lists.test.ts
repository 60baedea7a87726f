// Whoever has a list of seats asks whether it is still so by naming it: then it is answered itself, as long as nothing of it has
// changed. Nobody may ever be shown an older one, whoever changed it, and nobody else may be shown it.

import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isSeatLedgerError, openLedger, type SeatLedger, type SeatsList } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder } from "../storage/ledger-file.ts";
import { product, refusal, setting } from "./setting.ts";

describe("listSeats with a known list", () => {
  test("answers this very list where nothing has changed, and without one a list of the caller's own", async () => {
    const { ledger, subscriptionId } = await setting();
    await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const known = await ledger.listSeats({ subscriptionId });
    expect(await ledger.listSeats({ subscriptionId }, { known })).toBe(known);
    const own = await ledger.listSeats({ subscriptionId });
    expect(own).toEqual(known);
    expect([own === known, own.seats[0] === known.seats[0]]).toEqual([false, false]);
    expect([known, known.seats, known.seats[0]].some(Object.isFrozen)).toBe(false);
  });

  test("goes on to know a list that was answered again, and every other one that is still so", async () => {
    const { ledger, subscriptionId } = await setting();
    const [one, other] = [await ledger.listSeats({ subscriptionId }), await ledger.listSeats({ subscriptionId })];
    for (const known of [one, other, one]) expect(await ledger.listSeats({ subscriptionId }, { known })).toBe(known);
  });

  test("is never older than what was answered before, in any process, whatever changed it", async () => {
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
      const list = await ledger.listSeats(pool, { known: known.get(ledger) });
      expect(list).not.toBe(known.get(ledger));
      expect(await ledger.listSeats(pool, { known: list })).toBe(list);
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
    expect(await refusal(one.listSeats(pool, { known: known.get(one) }))).toBe("SeatsNotEnabled");
  });

  test("reads anew what was answered by another ledger, what is of another pool, and what somebody made up", async () => {
    const { ledger, organizationId, customerId, subscriptionId } = await setting();
    const elsewhere = await setting();
    const orderId = randomUUID();
    await ledger.openPool({ orderId, organizationId, customerId, product, seats: 3 });
    const right = await ledger.listSeats({ subscriptionId });
    const foreign = [
      await elsewhere.ledger.listSeats({ subscriptionId: elsewhere.subscriptionId }),
      await ledger.listSeats({ orderId }),
      structuredClone(right),
      Object.create(right),
      { ...right },
    ];
    for (const known of foreign) {
      const list = await ledger.listSeats({ subscriptionId }, { known });
      expect(list).not.toBe(known);
      expect(list).toEqual(right);
    }
  });

  test("reads anew where the pool is named by its checkout", async () => {
    const { ledger, organizationId, customerId } = await setting();
    const pool = { subscriptionId: randomUUID(), organizationId, customerId, product, seats: 3 };
    await ledger.openPool({ ...pool, checkoutId: "checkout" });
    const known = await ledger.listSeats({ checkoutId: "checkout" });
    expect(await ledger.listSeats({ checkoutId: "checkout" }, { known })).not.toBe(known);
    expect(await ledger.listSeats({ subscriptionId: pool.subscriptionId }, { known })).toBe(known);
  });

  test("shows it to nobody outside its organization, and to nobody who asks for an order", async () => {
    const { ledger, organizationId, subscriptionId } = await setting();
    const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const known = await ledger.listSeats({ subscriptionId });
    expect(await ledger.forOrganization(organizationId).listSeats({ subscriptionId }, { known })).toBe(known);
    expect(await refusal(ledger.forOrganization(otherId).listSeats({ subscriptionId }, { known }))).toBe(
      "PoolNotFound",
    );
    expect(await refusal(ledger.listSeats({ orderId: subscriptionId }, { known }))).toBe("PoolNotFound");
  });

  test("reads anew once somebody was forgotten, in whichever pool", async () => {
    const { ledger, subscriptionId } = await setting();
    const { seat } = await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const known = await ledger.listSeats({ subscriptionId });
    await ledger.forgetPerson({ personId: seat.personId ?? "" });
    const after = await ledger.listSeats({ subscriptionId }, { known });
    expect(JSON.stringify(after)).not.toContain("ada@");
    const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const { id: otherId } = await ledger.registerCustomer({ organizationId: id, email: "other@other.example" });
    await ledger.forgetPerson({ personId: otherId });
    expect(await ledger.listSeats({ subscriptionId }, { known: after })).not.toBe(after);
  });

  test.each([
    ["known", { known: null }],
    ["known", { known: "list" }],
    ["knwon", { knwon: {} }],
  ])("refuses %s that is wrong or no option", async (path, options) => {
    const { ledger, subscriptionId } = await setting();
    // @ts-expect-error: wrong on purpose.
    const error: unknown = await ledger.listSeats({ subscriptionId }, options).catch((reason: unknown) => reason);
    if (!isSeatLedgerError(error, "InvalidRequest")) throw error;
    expect(error.issues.map((issue) => issue.path)).toEqual([path]);
  });

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
