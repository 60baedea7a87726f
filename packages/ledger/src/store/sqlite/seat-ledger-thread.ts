// What runs in a thread: a connection for reading, and a module that works with it. It knows no work. Its name is its own:
// in a bundle it would be looked for beside the bundle, where a file of another's might stand under a usual one.

import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "../../invariant.ts";
import type { Reader, ThreadModule } from "../port.ts";
import { Connection } from "./connection.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { openReader } from "./open-database.ts";
import { patiently } from "./patience.ts";
import type { FromThread, ThreadStart } from "./threads.ts";
import { sqliteCodeOf } from "./troubles.ts";

invariant(parentPort, "a thread has whom to answer");
const port = parentPort;
// Both come from threads.ts, which makes the thread; that tasks are those of the work is promised by the port's types.
const { file, module } = workerData as ThreadStart;
const { work } = (await import(module)) as Pick<ThreadModule<unknown, unknown, unknown>, "work">;
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
    // The error itself may hold what cannot be copied.
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: "failure", message, code: sqliteCodeOf(error) });
  }
}

function send(message: FromThread): void {
  port.postMessage(message);
}
