// How much more memory the long log takes than one of a tenth of its length, after collection, while it is scanned, made
// again, verified, exported, or asked about the past. Each in a process of its own.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Bench, Measure } from "../bench.ts";
import { type HeapTask, heapTasks } from "../heap-tasks.ts";
import { spreadOf } from "../interleave.ts";
import { longLog } from "../long-log.ts";
import type { Row } from "../rows.ts";

const mebibyte = 1_024 ** 2;
const heapProcess = fileURLToPath(new URL("../heap-process.ts", import.meta.url));

export const heap: Measure = async (bench) => {
  const rows: Row[] = [];
  for (const task of heapTasks) rows.push(await growth(bench, task));
  return rows;
};

async function growth(bench: Bench, task: HeapTask): Promise<Row> {
  const short = await heapOf(bench, task, Math.ceil(bench.events / 10));
  const long = await heapOf(bench, task, bench.events);
  return {
    what: `heap growth to ${bench.events.toLocaleString("en")} events: ${task}`,
    unit: "MiB",
    value: spreadOf([(long - short) / mebibyte]),
    against: null,
    ratio: null,
    goal: { of: "value", better: "less", floor: 30, aim: 10 },
  };
}

/** The most that it held, in bytes. */
async function heapOf({ cache, folder }: Bench, task: HeapTask, events: number): Promise<number> {
  await longLog(cache, events);
  const child = fork(heapProcess, [task, cache, folder, String(events)], { execArgv: ["--expose-gc"] });
  const ended = once(child, "exit");
  const told = new Promise<number>((resolve) => child.once("message", (most: number) => resolve(most)));
  const most = await Promise.race([told, ended.then(() => Number.NaN)]);
  await ended;
  return most;
}
