// Every invitation that is committed reaches its person by `deliver`, unless it is dead by then: in the background, in
// order, whoever committed it.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { errors, type LedgerOptions, openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { describe, expect, test } from "vitest";
import { customerId, organizationId, pool } from "../storage/ledger-file.ts";
import { mailroom, notebook, postbox } from "./postbox.ts";

const ada = "ada@example.com";
const bob = "bob@example.com";
const cyd = "cyd@example.com";

const invite = (ledger: SeatLedger, email: string) => ledger.assignSeat({ ...pool, email });

describe("what is delivered", () => {
  test("an invitation, once, with all that a mail needs", async () => {
    const post = postbox();
    await using room = await mailroom();
    const ledger = await room.open({ deliver: post.deliver });
    const { seat, invitation } = await invite(ledger, ada);
    const then = await ledger.getPool(pool);
    await post.receives(ada);
    await invite(ledger, bob);
    await post.receives(ada, bob);
    expect(post.mails[0]).toEqual({
      seat,
      ...invitation,
      pool: then,
      organization: expect.objectContaining({ id: organizationId, name: "Acme", slug: "acme", seatsEnabled: true }),
    });
    const claimed = await ledger.claimSeat({ invitationToken: post.mails[0]?.token ?? "" });
    expect(claimed.seat).toMatchObject({ id: seat.id, status: "claimed" });
  });

  test("an invitation that is sent again, with its new token", async () => {
    const post = postbox();
    await using room = await mailroom();
    const ledger = await room.open({ deliver: post.deliver });
    const first = await invite(ledger, ada);
    await post.receives(ada);
    const second = await ledger.resendInvitation({ seatId: first.seat.id });
    await post.receives(ada, ada);
    expect(post.mails.map(({ token }) => token)).toEqual([first.invitation?.token, second.invitation?.token]);
  });

  test("what others commit, while it is open and while it is not", async () => {
    const post = postbox();
    await using room = await mailroom();
    const other = await room.open();
    const first = await room.open({ deliver: post.deliver });
    await invite(other, ada);
    await post.receives(ada);
    await first.close();
    await invite(other, bob);
    await room.open({ deliver: post.deliver });
    await post.receives(ada, bob);
  });

  test("not what was committed before the first opening with deliver", async () => {
    const post = postbox();
    await using room = await mailroom();
    await invite(await room.open(), ada);
    const ledger = await room.open({ deliver: post.deliver });
    await invite(ledger, bob);
    await post.receives(bob);
  });

  test("not a seat that was claimed at once", async () => {
    const post = postbox();
    await using room = await mailroom();
    const ledger = await room.open({ deliver: post.deliver });
    await ledger.assignSeat({ ...pool, email: ada, immediateClaim: true });
    await invite(ledger, bob);
    await post.receives(bob);
  });

  test("not an invitation of a pool that Polar decides about", async () => {
    const post = postbox();
    await using room = await mailroom();
    const { told, logger } = notebook();
    const ledger = await room.open({ deliver: post.deliver, logger });
    const { subscriptionId, seatId } = { subscriptionId: randomUUID(), seatId: randomUUID() };
    const source = { origin: "listing" as const, originId: "pass-1", observedAt: new Date() };
    const facts = { organizationId, customerId, product: { id: "team", name: "Team" }, status: "active" as const };
    await ledger.record([{ type: "pool", subscriptionId, ...facts, seats: 3, openedAt: new Date() }], source);
    const { version } = await ledger.getPool({ subscriptionId });
    const shown = { id: seatId, status: "pending" as const, createdAt: new Date(), email: ada };
    await ledger.record([{ type: "listing", subscriptionId, poolVersion: version, seats: [shown] }], source);
    expect((await ledger.getSeat({ seatId })).status).toBe("pending");
    await invite(ledger, bob);
    await post.receives(bob);
    expect(told.filter(({ level }) => level === "warn")).toEqual([]);
  });
});

describe("an invitation that died before its turn is left out", () => {
  const day = 24 * 60 * 60 * 1_000;
  const deaths = {
    claimed: (ledger: SeatLedger, _: string, token: string) => ledger.claimSeat({ invitationToken: token }),
    revoked: (ledger: SeatLedger, seatId: string) => ledger.revokeSeat({ seatId }),
    "given to somebody else": async (ledger: SeatLedger, seatId: string) => {
      await ledger.revokeSeat({ seatId });
      await ledger.assignSeat({ ...pool, email: "eve@example.com", immediateClaim: true });
    },
  };

  /** Mails wait behind Ada's until they are let go. */
  async function heldUp(options: Partial<LedgerOptions> = {}) {
    const gate = Promise.withResolvers<void>();
    const post = postbox(({ seat }) => (seat.email === ada ? gate.promise : undefined));
    const room = await mailroom();
    const ledger = await room.open({ deliver: post.deliver, ...options });
    await invite(ledger, ada);
    return {
      ledger,
      post,
      letGo: gate.resolve,
      [Symbol.asyncDispose]() {
        gate.resolve();
        return room[Symbol.asyncDispose]();
      },
    };
  }

  test.each(Object.entries(deaths))("%s", async (_, die) => {
    await using held = await heldUp();
    const { ledger, post } = held;
    const { seat, invitation } = await invite(ledger, bob);
    await die(ledger, seat.id, invitation?.token ?? "");
    await invite(ledger, cyd);
    held.letGo();
    await post.receives(ada, cyd);
  });

  test("sent again: the new one goes out alone", async () => {
    await using held = await heldUp();
    const { ledger, post } = held;
    const { seat } = await invite(ledger, bob);
    const { invitation } = await ledger.resendInvitation({ seatId: seat.id });
    await invite(ledger, cyd);
    held.letGo();
    await post.receives(ada, bob, cyd);
    expect(post.mails[1]?.token).toBe(invitation?.token);
  });

  test.each(["hold", "release"] as const)("expired by the ledger's clock (%s)", async (lapsedInvitations) => {
    const clock = manualClock();
    clock.set(new Date(Date.now() + day));
    await using held = await heldUp({ clock: clock.now, lapsedInvitations });
    const { ledger, post } = held;
    await invite(ledger, bob);
    clock.advance({ milliseconds: day + 1 });
    await invite(ledger, cyd);
    held.letGo();
    await post.receives(ada, cyd);
  });
});

describe("around it", () => {
  test("commands never wait for a delivery, and closing waits for the one that runs", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = postbox(() => {
      begun.resolve();
      return gate.promise;
    });
    await using room = await mailroom();
    const ledger = await room.open({ deliver: slow.deliver });
    await invite(ledger, ada);
    await begun.promise;
    await invite(ledger, bob);
    expect(slow.mails).toEqual([]);
    const closed = ledger.close();
    gate.resolve();
    await closed;
    expect(slow.addressees()).toEqual([ada]);

    const post = postbox();
    await room.open({ deliver: post.deliver });
    await post.receives(bob);
  });

  test("no token and no e-mail stands in a log line, and no token in the file", async () => {
    const post = postbox(({ seat, token }) => {
      if (seat.email === ada) throw new Error(`could not send ${token} to ${seat.email}`);
    });
    await using room = await mailroom();
    const { told, logger } = notebook();
    const ledger = await room.open({ deliver: post.deliver, logger });
    const { invitation } = await invite(ledger, ada);
    await invite(ledger, bob);
    await post.receives(bob);
    const beside = await readFile(`${room.file}-wal`, "latin1");
    await ledger.close();

    const lines = JSON.stringify(told);
    const bytes = beside + (await readFile(room.file, "latin1"));
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(bytes).toContain(ada);
    for (const token of [invitation?.token, post.mails[0]?.token]) {
      expect(token).toMatch(/^seat_inv_.{43}$/);
      expect(lines).not.toContain(token);
      expect(bytes).not.toContain(token);
    }
    for (const hidden of [ada, bob, "could not send", "Acme", "Bea"]) expect(lines).not.toContain(hidden);
  });

  test.each([
    ["deliver", { deliver: "by pigeon" }],
    ["logger", { logger: { warn: () => undefined } }],
    ["logger", { logger: "console" }],
  ])("refuses an option %s that cannot be called", async (path, option) => {
    // A user without types.
    const refusal = openLedger({ file: ":memory:", ...option } as unknown as LedgerOptions);
    await expect(refusal).rejects.toThrow(errors.InvalidRequest);
    await expect(refusal).rejects.toMatchObject({ issues: [{ path }] });
  });
});
