// A process that writes is killed at any moment. What it had been answered is in the log; of what it had only asked for, at
// most one command for each caller; and the views are what the log says.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openLedger, type SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { expectViewsToEqualLog, pools, setScene, wholeLog } from "./scene.ts";

const writer = fileURLToPath(new URL("write-until-killed.ts", import.meta.url));
const kills = 10;
const longestLifeMs = 200;

/** Runs a writer, kills it at a random moment after its first answer, and says what it was answered last, by pool. */
async function writeAndDie(file: string): Promise<ReadonlyMap<string, number>> {
  const child = spawn(process.execPath, [writer, file], { stdio: ["ignore", "pipe", "inherit"] });
  let written = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  const closed = once(child, "close");
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), Math.random() * longestLifeMs);
  await closed;
  expect(child.signalCode).toBe("SIGKILL");
  const answers = written.split("\n").slice(0, -1);
  return new Map(answers.map((line) => [line.slice(0, line.indexOf(" ")), Number(line.slice(line.indexOf(" ") + 1))]));
}

async function versions(ledger: SeatLedger): Promise<ReadonlyMap<string, number>> {
  const all = await Promise.all(pools.map((pool) => ledger.getPool(pool)));
  return new Map(all.map(({ subscriptionId, version }) => [subscriptionId ?? "", version]));
}

/** Versions of the pool that nobody had been answered: of one command at most, which is one event. */
function extra(found: ReadonlyMap<string, number>, answered: ReadonlyMap<string, number>): readonly number[] {
  return [...answered].map(([id, version]) => (found.get(id) ?? 0) - version);
}

test("everything that was answered before the kill is in the log, and at most what was in flight besides", async () => {
  await using scene = await setScene();
  for (let round = 0; round < kills; round += 1) {
    // A pool may be left with a seat taken, which the next writer is refused: it begins with empty ones.
    const answered = await writeAndDie(scene.file);
    await using ledger = await openLedger({ file: scene.file });
    expect(answered.size).toBeGreaterThan(0);
    for (const count of extra(await versions(ledger), answered)) expect([0, 1]).toContain(count);
    await expectViewsToEqualLog(ledger, await wholeLog(ledger));
    for (const pool of pools) {
      for (const { id } of (await ledger.listSeats(pool)).seats) await ledger.revokeSeat({ seatId: id });
    }
  }
});
