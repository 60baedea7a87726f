// A list of seats that is asked for again is answered from memory as long as nothing of it has changed: nobody may ever be
// shown an older one, whoever changed it, and nobody else may be shown it.

import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openLedger, type SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder } from "../storage/ledger-file.ts";
import { product, refusal, setting } from "./setting.ts";

describe("listSeats", () => {
  test("answers the very same list again where nothing has changed, and one that nobody can change", async () => {
    const { ledger, subscriptionId } = await setting();
    await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const list = await ledger.listSeats({ subscriptionId });
    expect(await ledger.listSeats({ subscriptionId })).toBe(list);
    expect([list, list.seats, list.seats[0]].every(Object.isFrozen)).toBe(true);
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
    const shown = async (ledger: SeatLedger) => {
      const { seats, totalSeats } = await ledger.listSeats(pool);
      return [totalSeats, ...seats.map(({ status, email, member }) => [status, email, member?.name])];
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
  });

  test("shows a remembered list to nobody outside its organization, and to nobody who asks for an order", async () => {
    const { ledger, organizationId, subscriptionId } = await setting();
    const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const list = await ledger.listSeats({ subscriptionId });
    expect(await ledger.forOrganization(organizationId).listSeats({ subscriptionId })).toBe(list);
    expect(await refusal(ledger.forOrganization(otherId).listSeats({ subscriptionId }))).toBe("PoolNotFound");
    expect(await refusal(ledger.listSeats({ orderId: subscriptionId }))).toBe("PoolNotFound");
  });

  test("keeps nothing of a person who was forgotten, though nobody asks for the list again", async () => {
    const { ledger, subscriptionId } = await setting();
    const { seat } = await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" });
    const shown = async () => new WeakRef((await ledger.listSeats({ subscriptionId })).seats[0] ?? seat);
    const kept = await shown();
    await collectGarbage();
    expect(kept.deref()?.email).toBe("ada@acme.example");
    await ledger.forgetPerson({ personId: seat.personId ?? "" });
    await collectGarbage();
    expect(kept.deref()).toBeUndefined();
  });
});

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  // What was looked at in this turn is kept until it ends.
  await setImmediate();
  runInNewContext("gc")();
}
