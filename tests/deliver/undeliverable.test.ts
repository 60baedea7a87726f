// What cannot be delivered holds nobody else up, and is tried again until it is delivered or dead. The first pause is some
// seconds long: these tests wait side by side.

import type { SeatLedger } from "seat-ledger";
import { describe, test } from "vitest";
import { openPlainly, pool } from "../storage/ledger-file.ts";
import { eventually, mailroom, notebook, postbox } from "./postbox.ts";

const ada = "ada@example.com";
const bob = "bob@example.com";
const cyd = "cyd@example.com";

const invite = (ledger: SeatLedger, email: string) => ledger.assignSeat({ ...pool, email });

describe.concurrent("what cannot be delivered", () => {
  const refused = (email: string | null) => {
    throw Object.assign(new Error(`550 no such mailbox: ${email}`), { name: "MailboxUnavailable" });
  };

  test("holds nobody else up, and is tried again until it is", async ({ expect }) => {
    let tries = 0;
    const post = postbox(({ seat }) => (seat.email === ada && ++tries < 4 ? refused(ada) : undefined));
    await using room = await mailroom();
    const { told, logger } = notebook();
    const ledger = await room.open({ deliver: post.deliver, logger });
    const { seat } = await invite(ledger, ada);
    await invite(ledger, bob);
    await post.receives(bob);
    await post.receives(bob, ada);
    await ledger.close();

    const warnings = told.filter(({ level }) => level === "warn").map(({ facts }) => facts);
    const fact = {
      subscription: "deliver",
      position: expect.any(Number),
      seatId: seat.id,
      error: "MailboxUnavailable",
    };
    expect(warnings).toEqual([1, 2, 3].map((attempts) => ({ ...fact, attempts })));
    using database = openPlainly(room.file);
    expect(database.prepare("select * from set_aside").all()).toEqual([]);
  });

  test("is tried again by the next process, too", async () => {
    const post = postbox();
    const broken = postbox(({ seat }) => (seat.email === ada ? refused(ada) : undefined));
    await using room = await mailroom();
    const first = await room.open({ deliver: broken.deliver });
    await invite(first, ada);
    await invite(first, bob);
    await broken.receives(bob);
    await first.close();
    const second = await room.open({ deliver: post.deliver });
    await invite(second, cyd);
    await post.receives(cyd, ada);
  });

  test("is forgotten once it is dead", async ({ expect }) => {
    let tries = 0;
    const post = postbox(({ seat }) => (seat.email === ada ? refused(ada) : undefined));
    await using room = await mailroom();
    const ledger = await room.open({
      deliver: (invitation) => {
        if (invitation.seat.email === ada) tries += 1;
        return post.deliver(invitation);
      },
    });
    const { seat } = await invite(ledger, ada);
    await invite(ledger, bob);
    await post.receives(bob);
    await ledger.revokeSeat({ seatId: seat.id });
    const before = tries;
    using database = openPlainly(room.file);
    await eventually(() => expect(database.prepare("select * from set_aside").all()).toEqual([]));
    expect(tries).toBe(before);
  });

  test("for want of its secret is delivered when the secret is back", async ({ expect }) => {
    const [former, current] = ["f".repeat(32), "c".repeat(32)];
    const post = postbox();
    await using room = await mailroom();
    await (await room.open({ deliver: post.deliver })).close();
    await invite(await room.open({ secret: former }), ada);
    const { told, logger } = notebook();
    const without = await room.open({ secret: current, deliver: post.deliver, logger });
    await invite(without, bob);
    await post.receives(bob);
    expect(told.filter(({ level }) => level === "warn")[0]?.facts).toMatchObject({ error: "InvalidRequest" });
    await without.close();
    await room.open({ secret: [current, former], deliver: post.deliver });
    await post.receives(bob, ada);
  });
});
