// What is watched for the memory that it holds.

import type { SeatLedger } from "seat-ledger";
import type { LongLog } from "./long-log.ts";
import { exportAll, type OnWay, readEvents, rebuild, verify } from "./operations.ts";
import { below, seeded } from "./random.ts";

const questions = 2_000;

export type HeapTask = "scan" | "rebuild" | "verify" | "export" | "asOf and listSeats";

const tasks: { readonly [T in HeapTask]: (ledger: SeatLedger, log: LongLog, onWay: OnWay) => Promise<void> } = {
  scan: (ledger, { events }, onWay) => readEvents(ledger, events, onWay),
  rebuild: (ledger, { events }, onWay) => rebuild(ledger, events, onWay),
  // In this thread, for its heap is watched: others would hold what belongs to a part.
  verify: (ledger, { events }, onWay) => verify(ledger, events, onWay, { threads: 0 }),
  export: (ledger, { events }, onWay) => exportAll(ledger, events, onWay),
  "asOf and listSeats": async (ledger, { events, pools }, onWay) => {
    const random = seeded(9);
    for (let asked = 0; asked < questions; asked += 1) {
      const subscriptionId = pools[below(pools.length, random)] ?? "";
      await ledger.listSeats({ subscriptionId });
      await ledger.asOf(Math.ceil(events * (0.1 + 0.9 * random()))).listSeats({ subscriptionId });
      onWay(asked);
    }
  },
};

export const heapTasks = Object.keys(tasks) as readonly HeapTask[];

export async function runHeapTask(task: HeapTask, ledger: SeatLedger, log: LongLog, onWay: OnWay): Promise<void> {
  await tasks[task](ledger, log, onWay);
}
