// Threads of this process that read a ledger's file, each with a connection of its own. They only read, so that one may be
// ended at any moment.

import { statSync } from "node:fs";
import { Worker, type WorkerOptions } from "node:worker_threads";
import type { ReadingThread, ThreadModule } from "../port.ts";
import { isWritable } from "./read-only.ts";
import { named } from "./troubles.ts";

/** With what a thread starts. */
export interface ThreadStart {
  readonly file: string;
  readonly module: string;
}

/** What a thread says. */
export type FromThread =
  | { readonly kind: "told"; readonly value: unknown }
  | { readonly kind: "answer"; readonly value: unknown }
  /** `code` is SQLite's, or empty. */
  | { readonly kind: "failure"; readonly message: string; readonly code: string };

/** A task whose answer is awaited. */
interface Pending {
  readonly told: (value: unknown) => void;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** The threads of one ledger. */
export class Threads {
  readonly #file: string;
  /** Which file stood under the name as the ledger was opened. */
  readonly #identity: string | null;
  readonly #running = new Set<Worker>();

  /** `file` is a whole path. */
  constructor(file: string) {
    this.#file = file;
    this.#identity = identityOf(file);
  }

  /** Null where a thread would not read what the ledger reads, or would read all of it into memory. */
  start<Task, Told, Answer>(module: ThreadModule<Task, Told, Answer>): ReadingThread<Task, Told, Answer> | null {
    if (!this.#identity || this.#identity !== identityOf(this.#file) || !isWritable(this.#file)) return null;
    const start: ThreadStart = { file: this.#file, module: module.url.href };
    const options = { name: "seat-ledger", workerData: start, ...flags() };
    const worker = new Worker(new URL("./seat-ledger-thread.js", import.meta.url), options);
    this.#running.add(worker);
    let pending: Pending | null = null;
    let isOver = false;
    const over = () => {
      isOver = true;
      this.#running.delete(worker);
      pending?.answer(null);
    };
    // It could not start, or was ended. Nothing is read before the first task.
    for (const event of ["error", "messageerror", "exit"]) worker.on(event, over);
    worker.on("message", (message: FromThread) => pending && this.#hear(message, pending));
    return {
      run: (task, onTold) =>
        new Promise((resolve, reject) => {
          if (isOver) return resolve(null);
          pending = {
            // What comes from there was made by the module, whose types these are.
            told: (value) => onTold(value as Told),
            answer: (value) => resolve(value as Answer | null),
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

  #hear(message: FromThread, { told, answer, fail }: Pending): void {
    switch (message.kind) {
      case "told":
        try {
          told(message.value);
        } catch (error) {
          fail(error);
        }
        break;
      case "answer":
        answer(message.value);
        break;
      case "failure": {
        const cause = Object.assign(new Error(message.message), { code: message.code });
        fail(named(cause, this.#file, "reading"));
      }
    }
  }

  async #end(worker: Worker): Promise<void> {
    await worker.terminate();
    this.#running.delete(worker);
  }
}

/** Which file it is, whatever its name; null where there is none. */
function identityOf(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}/${found.ino}` : null;
}

/**
 * Those of this process, unless it runs a program that was given as text: how that is read no file can be read. But without
 * them Node would allow a thread what it does not allow the process.
 */
function flags(): WorkerOptions {
  const isText = process.execArgv.some((flag) => flag.startsWith("--input-type"));
  return isText && !process.permission ? { execArgv: [] } : {};
}
