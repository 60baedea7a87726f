// Processes die at the worst moments, by kill -9: an invitation that was committed is delivered all the same. Who comes
// after a dead process waits for its lease to run out, ten seconds: these tests wait side by side.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { SeatLedger } from "seat-ledger";
import { describe, test } from "vitest";
import { openPlainly, pool } from "../storage/ledger-file.ts";
import { eventually, type Mailroom, mailroom, postbox } from "./postbox.ts";

const program = fileURLToPath(new URL("deliver-in-another-process.ts", import.meta.url));

const ada = "ada@example.com";
const bob = "bob@example.com";
const invite = (ledger: SeatLedger, email: string) => ledger.assignSeat({ ...pool, email });

function start({ file }: Mailroom, fate: string, ...emails: readonly string[]): ChildProcess {
  const stdio = ["ignore", "pipe", "inherit"] as const;
  return spawn(process.execPath, [program, file, mailboxOf(file), fate, ...emails], { stdio: [...stdio] });
}

/** Resolves when the process has opened its ledger. */
async function opened(child: ChildProcess): Promise<ChildProcess & AsyncDisposable> {
  if (child.stdout) await once(child.stdout, "data");
  return Object.assign(child, { [Symbol.asyncDispose]: () => kill(child) });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

function mailboxOf(file: string): string {
  return `${file}.mailbox`;
}

/** Who was mailed by other processes, and by which. */
async function mailed({ file }: Mailroom): Promise<readonly { readonly pid: number; readonly email: string }[]> {
  const lines = (await readFile(mailboxOf(file), "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  return lines.map((line) => line.split(" ")).map(([pid, email = ""]) => ({ pid: Number(pid), email }));
}

/** How many events the subscription still has before it. */
function behind({ file }: Mailroom): unknown {
  using database = openPlainly(file);
  const counted = "select (select max(position) from events) - checkpoint from subscriptions where name = 'deliver'";
  return database.prepare(counted).pluck().get();
}

describe.concurrent("an invitation is delivered", () => {
  test("by the next process, when its own died after the commit and before the mail", async ({ expect }) => {
    await using room = await mailroom();
    const child = start(room, "dies-before-the-mail", ada);
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    expect(await mailed(room)).toEqual([]);

    const post = postbox();
    await room.open({ deliver: post.deliver });
    await post.receives(ada);
  });

  test("again, when its process died after the mail and before it could write that down", async ({ expect }) => {
    await using room = await mailroom();
    const child = start(room, "dies-after-the-mail", ada);
    await once(child, "exit");
    expect(await mailed(room)).toEqual([{ pid: child.pid, email: ada }]);

    const post = postbox();
    const ledger = await room.open({ deliver: post.deliver });
    await invite(ledger, bob);
    await post.receives(ada, bob);
  });

  test("by exactly one of two processes, and by the other one when that dies", async ({ expect }) => {
    await using room = await mailroom();
    await using one = await opened(start(room, "lives"));
    await using other = await opened(start(room, "lives"));
    const ledger = await room.open();
    await invite(ledger, ada);
    await invite(ledger, bob);
    await eventually(async () => expect(await mailed(room)).toHaveLength(2));
    const [first, second] = await mailed(room);
    expect([first?.email, second?.email]).toEqual([ada, bob]);

    // Killed before it had written down Bob's mail, it would leave Bob to be mailed again.
    await eventually(() => expect(behind(room)).toBe(0));
    const [dying, heir] = second?.pid === one.pid ? [one, other] : [other, one];
    await kill(dying);
    await invite(ledger, "cyd@example.com");
    await eventually(async () => expect(await mailed(room)).toHaveLength(3));
    expect((await mailed(room)).at(-1)).toEqual({ pid: heir.pid, email: "cyd@example.com" });
  });
});
