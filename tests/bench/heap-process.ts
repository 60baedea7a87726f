// Does one task on a log, or on a copy where it writes, and tells its parent how much it held at most after collection:
// looked at after each tenth where the task tells how far it is, every quarter of a second where it lets time pass, and at
// the end.

import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openLedger } from "seat-ledger";
import { type HeapTask, heapTasks, runHeapTask } from "./heap-tasks.ts";
import { longLog } from "./long-log.ts";

const [, , name, cache = "", folder = "", events = ""] = process.argv;
const task = heapTasks.find((known): known is HeapTask => known === name);
if (!task || !globalThis.gc) throw new Error("needs a known task, and --expose-gc");

let most = 0;
let nextLook = 0;
const log = await longLog(cache, Number(events));
const copy = join(folder, `heap-${events}.db`);
if (task === "rebuild") copyFileSync(log.file, copy);

const ledger = await openLedger({ file: task === "rebuild" ? copy : log.file, durability: "normal" });
const timer = setInterval(look, 250);
await runHeapTask(task, ledger, log, (done) => {
  // Collecting takes time: not for each event.
  if (done < nextLook) return;
  nextLook = done + Math.max(200, Math.floor(log.events / 10));
  look();
});
look();
clearInterval(timer);
await ledger.close();
rmSync(copy, { force: true });
process.send?.(most);

function look(): void {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  most = Math.max(most, heapUsed + external);
}
