// No space is left: commands say so, reads go on, and when there is space again so do commands, without reopening. The
// disk is a small one in memory, which only an administrator can mount.

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errors, openLedger, type SeatLedger } from "seat-ledger";
import { expect, type TestContext, test } from "vitest";
import { openWithPool, pool } from "./ledger-file.ts";

interface SmallDisk extends AsyncDisposable {
  readonly file: string;
  /** Takes all the space that is left. */
  fill(): void;
  free(): void;
}

async function smallDisk({ skip }: TestContext): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], { stdio: "pipe" });
  } catch (cause) {
    await rm(folder, { recursive: true });
    const why = "a small disk cannot be mounted: run this as root, on Linux, with CAP_SYS_ADMIN";
    if (process.env["CI"] === "true") throw new Error(why, { cause });
    skip(why);
  }
  const filler = join(folder, "filler");
  return {
    file: join(folder, "seats.db"),
    fill() {
      for (let size = 1 << 20; size >= 1; size >>= 1) {
        try {
          for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
        } catch (error) {
          if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
        }
      }
    },
    free: () => rmSync(filler),
    async [Symbol.asyncDispose]() {
      execFileSync("umount", [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

async function assignMany(ledger: SeatLedger, prefix: string, count: number) {
  const emails = Array.from({ length: count }, (_, index) => `${prefix}-${index}@example.com`);
  const answers = await Promise.allSettled(emails.map((email) => ledger.assignSeat({ ...pool, email })));
  return {
    answered: answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.seat.id] : [])),
    refusals: answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : [])),
  };
}

test("commands are StorageFull until there is space again, and what was answered is there", async (context) => {
  await using disk = await smallDisk(context);
  const ledger = await openWithPool(disk.file);
  await ledger.resizePool({ ...pool, seats: 1_000 });
  const answered: string[] = [];
  const refusals: unknown[] = [];
  disk.fill();
  for (let round = 0; round < 100 && refusals.length === 0; round += 1) {
    const outcome = await assignMany(ledger, `round-${round}`, 5);
    answered.push(...outcome.answered);
    refusals.push(...outcome.refusals);
  }
  expect(refusals.length).toBeGreaterThan(0);
  for (const refused of refusals) expect(refused).toBeInstanceOf(errors.StorageFull);
  expect((await ledger.listSeats(pool)).seats.map(({ id }) => id)).toEqual(answered);

  disk.free();
  const later = await assignMany(ledger, "later", 5);
  expect(later.refusals).toEqual([]);
  await ledger.close();
  await using again = await openLedger({ file: disk.file });
  expect((await again.listSeats(pool)).seats.map(({ id }) => id)).toEqual([...answered, ...later.answered]);
});
