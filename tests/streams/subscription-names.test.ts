// A subscription's name: it runs once at a time, in whichever process, and each organization has names of its own.

import { describe, expect, test, vi } from "vitest";
import { eventually } from "./eventually.ts";
import { ledgerWithPools, organizationId, pool, upTo } from "./stage.ts";
import { aFile, keeper } from "./subscription-stage.ts";

describe("a name", () => {
  test("runs once in a ledger, and again when it was stopped", async () => {
    await using ledger = await ledgerWithPools();
    const { handler } = keeper();
    const [first, second] = await Promise.allSettled([1, 2].map(() => ledger.subscribe({ name: "one", handler })));
    expect(second).toMatchObject({ reason: { code: "InvalidRequest", issues: [{ path: "name" }] } });
    if (first?.status === "fulfilled") await first.value.stop();
    expect((await ledger.subscribe({ name: "one", handler })).name).toBe("one");
  });

  test("is run by one of two handles on the file, and by the other one when that stops", async () => {
    const { ledger, open } = await aFile();
    const [one, other] = [keeper(), keeper()];
    const first = await ledger.subscribe({ name: "mirror", handler: one.handler });
    await eventually(() => expect(one.positions).toEqual(upTo(4)));
    const second = await (await open()).subscribe({ name: "mirror", handler: other.handler });
    expect((await second.state()).status).toBe("waiting");
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(one.positions).toEqual(upTo(5)));
    await first.stop();
    await ledger.resizePool({ ...pool, seats: 8 });
    await eventually(() => expect(other.positions).toEqual([6]));
    const running = { status: "running", checkpoint: 6, parked: null };
    await eventually(async () => expect(await second.state()).toEqual(running));
    expect((await first.state()).status).toBe("stopped");
  });

  test("of an organization is its own, and sees nothing of others", async () => {
    await using ledger = await ledgerWithPools();
    const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" });
    const [all, own, others] = [keeper(), keeper(), keeper()];
    await ledger.subscribe({ name: "mirror", handler: all.handler });
    await ledger.forOrganization(organizationId).subscribe({ name: "mirror", handler: own.handler });
    await ledger.forOrganization(id).subscribe({ name: "mirror", handler: others.handler });
    await ledger.resizePool({ ...pool, seats: 7 });
    await eventually(() => expect(all.positions).toEqual(upTo(6)));
    await eventually(() => expect(own.positions).toEqual([1, 2, 3, 4, 6]));
    await eventually(() => expect(others.positions).toEqual([5]));
  });

  test("does not meet the ledger's own", async () => {
    const { open } = await aFile();
    const deliver = vi.fn(async () => undefined);
    const ledger = await open({ deliver });
    const mine = keeper();
    await ledger.subscribe({ name: "deliver", handler: mine.handler });
    await ledger.assignSeat({ ...pool, email: "ada@example.com" });
    await eventually(() => expect(deliver).toHaveBeenCalledOnce());
    await eventually(() => expect(mine.positions).toEqual(upTo(6)));
  });
});
