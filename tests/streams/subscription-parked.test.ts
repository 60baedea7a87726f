// A subscription that cannot go on is parked at its event, and resumed when somebody asks.

import type { LedgerEvent } from "seat-ledger";
import { describe, expect, test, vi } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { eventually } from "./eventually.ts";
import { pool } from "./stage.ts";
import { aFile } from "./subscription-stage.ts";

describe("a subscription whose handler goes on failing", () => {
  /** Fails at position 3 for as long as it is told to. */
  function faulty() {
    const calls: number[] = [];
    const state = { isBroken: true };
    const handler = async ({ position }: LedgerEvent) => {
      calls.push(position);
      if (position === 3 && state.isBroken) throw new TypeError("about ada@example.com");
    };
    return { calls, state, handler };
  }

  test("is parked at the event, with the name of its error, also after a restart, until it is resumed", async () => {
    const { ledger, open, file } = await aFile();
    const error = vi.fn();
    const warn = vi.fn();
    const reopened = await open({ logger: { warn, error } });
    await ledger.close();
    const { calls, state, handler } = faulty();
    const subscription = await reopened.subscribe({ name: "mirror", handler, tries: 2 });
    await eventually(async () => expect((await subscription.state()).status).toBe("parked"));
    const parked = { position: 3, tries: 2, error: "TypeError", since: expect.any(Date) };
    expect(await subscription.state()).toEqual({ status: "parked", checkpoint: 2, parked });
    expect(error.mock.calls).toEqual([
      [{ subscription: "ledger:mirror", position: 3, attempts: 2, error: "TypeError" }, "Parked until it is resumed"],
    ]);
    expect(warn.mock.calls.map(([, message]) => message)).toEqual(["Failed", "Failed"]);
    await reopened.resizePool({ ...pool, seats: 7 });
    await reopened.close();
    expect(calls).toEqual([1, 2, 3, 3]);
    using database = openPlainly(file);
    expect(JSON.stringify(database.prepare("select * from parked").all())).not.toContain("ada");

    state.isBroken = false;
    const next = await open();
    const again = await next.subscribe({ name: "mirror", handler, tries: 2 });
    expect((await again.state()).parked).toEqual(parked);
    await next.resizePool({ ...pool, seats: 8 });
    expect(calls).toEqual([1, 2, 3, 3]);
    await again.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3, 3, 4, 5, 6]));
    const running = { status: "running", checkpoint: 6, parked: null };
    await eventually(async () => expect(await again.state()).toEqual(running));
  });

  test("is resumed by whichever process asks, in the one that runs it, and parked again where it fails again", async () => {
    const { ledger, open } = await aFile();
    const { calls, state, handler } = faulty();
    const subscription = await ledger.subscribe({ name: "mirror", handler, tries: 1 });
    await eventually(async () => expect((await subscription.state()).parked).not.toBeNull());
    await subscription.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3]));
    await eventually(async () => expect((await subscription.state()).parked).not.toBeNull());
    await subscription.stop();
    state.isBroken = false;
    const elsewhere = await (await open()).subscribe({ name: "mirror", handler, tries: 1 });
    const waiting = await ledger.subscribe({ name: "mirror", handler, tries: 1 });
    await waiting.resume();
    await eventually(() => expect(calls).toEqual([1, 2, 3, 3, 3, 4]));
    await waiting.stop();
    await elsewhere.resume();
    expect((await elsewhere.state()).parked).toBeNull();
  });
});
