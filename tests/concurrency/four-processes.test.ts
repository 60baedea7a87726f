// Four processes give commands in one file at once. None meets an error, none is starved, every one hears of everything.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { expectViewsToEqualLog, setScene, wholeLog } from "./scene.ts";

const player = fileURLToPath(new URL("mixed-commands.ts", import.meta.url));
const names = ["ada", "bob", "cyd", "dan"];
const playMs = 2_000;
/** Far below what each gets, and far above nothing. */
const notStarved = 10;

function start(file: string, name: string) {
  const child = spawn(process.execPath, [player, file, name, String(playMs)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, "exit");
  return {
    nextLine: async () => String((await lines.next()).value ?? ""),
    tell: (text: string) => void child.stdin.write(`${text}\n`),
    exitCode: async () => Number((await exit)[0]),
  };
}

test("four processes share a file: no error, no gap, nobody starved, everybody hears everything once", async () => {
  await using scene = await setScene();
  const players = names.map((name) => start(scene.file, name));
  expect(await Promise.all(players.map((one) => one.nextLine()))).toEqual(names.map(() => "done"));

  await using ledger = await openLedger({ file: scene.file });
  const log = await wholeLog(ledger);
  for (const one of players) one.tell(String(log.length));
  const heard = await Promise.all(players.map((one) => one.nextLine()));
  expect(await Promise.all(players.map((one) => one.exitCode()))).toEqual(names.map(() => 0));

  const positions = JSON.stringify(log.map(({ position }) => position));
  for (const positionsHeard of heard) expect(positionsHeard).toBe(positions);
  await expectViewsToEqualLog(ledger, log);
  for (const name of names) {
    expect(log.filter(({ actor }) => actor.id === name).length, `events by ${name}`).toBeGreaterThan(notStarved);
  }
});
