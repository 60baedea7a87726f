// What runs in a thread: a connection for reading, and a module that works with it. It knows no work.

import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "../../invariant.ts";
import type { Reader, ThreadWork } from "../port.ts";
import { Connection } from "./connection.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { openReader } from "./open-database.ts";
import { patiently } from "./patience.ts";
import type { FromThread, ThreadStart } from "./threads.ts";

invariant(parentPort, "a thread has whom to answer");
const port = parentPort;
// Both come from threads.ts, which makes the thread; whose tasks are whose work's is promised by the port's types.
const { file, module } = workerData as ThreadStart;
const { work } = (await import(module)) as ThreadWork<unknown, unknown, unknown>;
const Sqlite = await loadSqlite();
const connection = await patiently(() => new Connection(openReader(Sqlite, file)));

const reader: Reader = {
  read: (reads) => patiently(() => connection.within("begin deferred", () => connection.read(reads))),
};

port.on("message", (task: unknown) => void answer(task));

async function answer(task: unknown): Promise<void> {
  try {
    send({ kind: "answer", value: await work(reader, task, (value) => send({ kind: "told", value })) });
  } catch (error) {
    // Its words alone: the error itself may hold what cannot be copied.
    send({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: FromThread): void {
  port.postMessage(message);
}
