// Asks the ledger's statements alone in a thread of their own: what was noted fills a heap, and collecting garbage there would
// slow down whoever is measured beside it.

import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type BareOptions, BareStatements } from "./bare-statements.ts";
import { perSecond } from "./interleave.ts";

/** Which statements, and how many commands' worth. */
export type Turn =
  | { readonly way: "alone" | "worked"; readonly commands: number }
  | { readonly way: "together"; readonly commands: number; readonly inOne: number };

export class BareThread {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async noted(options: BareOptions): Promise<BareThread> {
    const worker = new Worker(new URL(import.meta.url), { workerData: options });
    await once(worker, "message");
    return new BareThread(worker);
  }

  /** How many commands' worth were asked in a second. */
  async perSecond(turn: Turn): Promise<number> {
    this.#worker.postMessage(turn);
    const [rate]: unknown[] = await once(this.#worker, "message");
    if (typeof rate !== "number") throw new TypeError("the thread answers with a rate");
    return rate;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function take(bare: BareStatements, turn: Turn): Promise<void> | void {
  switch (turn.way) {
    case "alone":
      return bare.oneAtATime(turn.commands);
    case "worked":
      return bare.worked(turn.commands);
    case "together":
      return bare.together(turn.commands, turn.inOne);
  }
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  const bare = await BareStatements.noted(workerData as BareOptions);
  port.on("message", async (turn: Turn) => {
    globalThis.gc?.();
    port.postMessage(await perSecond(turn.commands, () => take(bare, turn)));
  });
  port.postMessage("noted");
}
