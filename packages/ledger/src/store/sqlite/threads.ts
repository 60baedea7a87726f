// Threads of this process that read a ledger's file, each with a connection of its own. They only read, so that one may be
// ended at any moment.

import { Worker } from "node:worker_threads";
import type { ReadingThread, ThreadModule } from "../port.ts";

/** With what a thread starts. */
export interface ThreadStart {
  readonly file: string;
  readonly module: string;
}

/** What a thread says. */
export type FromThread =
  | { readonly kind: "told"; readonly value: unknown }
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "failure"; readonly message: string };

/** A task whose answer is awaited. */
interface Pending {
  readonly told: (value: unknown) => void;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

function hear(message: FromThread, { told, answer, fail }: Pending): void {
  if (message.kind === "answer") answer(message.value);
  if (message.kind === "failure") fail(new Error(message.message));
  if (message.kind !== "told") return;
  try {
    told(message.value);
  } catch (error) {
    fail(error);
  }
}

/** Those of this process, unless it runs a program that was given as text: how that is read no file can be read. */
function flags(): { readonly execArgv?: string[] } {
  return process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};
}

/** The threads of one ledger. */
export class Threads {
  readonly #file: string;
  readonly #running = new Set<Worker>();

  constructor(file: string) {
    this.#file = file;
  }

  start<Task, Told, Answer>({ url }: ThreadModule<Task, Told, Answer>): ReadingThread<Task, Told, Answer> {
    const start: ThreadStart = { file: this.#file, module: url.href };
    const options = { name: "seat-ledger", workerData: start, ...flags() };
    const worker = new Worker(new URL("./thread.js", import.meta.url), options);
    this.#running.add(worker);
    let pending: Pending | null = null;
    let ended: { readonly error: unknown } | null = null;
    const end = (error: unknown) => {
      ended ??= { error };
      pending?.fail(ended.error);
      this.#running.delete(worker);
    };
    worker.on("error", end);
    worker.on("exit", () => end(new Error("the thread ended")));
    worker.on("message", (message: FromThread) => pending && hear(message, pending));
    return {
      run: (task, onTold) =>
        new Promise((resolve, reject) => {
          if (ended) throw ended.error;
          // What comes from there was made by the module, whose types these are.
          pending = {
            told: (value) => onTold(value as Told),
            answer: (value) => resolve(value as Answer),
            fail: reject,
          };
          worker.postMessage(task);
        }),
      end: () => this.#end(worker),
    };
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#running].map((worker) => this.#end(worker)));
  }

  async #end(worker: Worker): Promise<void> {
    await worker.terminate();
    this.#running.delete(worker);
  }
}
