// The durable subscriptions that run in this ledger, one of each name, and the handle by which a caller sees, resumes and
// stops one. How a subscription runs is for durable-subscription.ts.

import { errors } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/port.ts";
import { findParked, findSubscription, removeParked } from "../store/subscription-queries.ts";
import type { ParkedTable } from "../store/tables.ts";
import type { CommitSignal } from "./commit-signal.ts";
import { type RunningSubscription, startSubscription } from "./durable-subscription.ts";
import { isInsideHandlerOf, type Subscription } from "./handling.ts";
import type { SubscriptionTiming } from "./subscription-timing.ts";

/** How far a durable subscription has come. */
export interface SubscriptionState {
  /**
   * `running`: this process handles its events. `waiting`: another process does, or did until a moment ago. `parked`: it
   * stands still until it is resumed. `stopped`: by this handle.
   */
  readonly status: "running" | "waiting" | "parked" | "stopped";
  /** Every event up to this position that it is about was handled. */
  readonly checkpoint: number;
  /** At which event it stands still, after how many tries, and the name of the last error; else null. */
  readonly parked: {
    readonly position: number;
    readonly tries: number;
    readonly error: string;
    readonly since: Date;
  } | null;
}

/** A durable subscription that runs in the background, made by `ledger.subscribe`. Its lifetime is at most the ledger's. */
export interface DurableSubscription extends AsyncDisposable {
  readonly name: string;
  /** How far it has come, by whichever process. */
  state(): Promise<SubscriptionState>;
  /** Lets a parked one go on, in whichever process runs it, with the event at which it was parked. Else does nothing. */
  resume(): Promise<void>;
  /**
   * Waits for the running handler, gives the subscription back for another process to run, and frees everything. Called
   * inside the handler it does not wait: the event of that handler is the last one, and is done when it returns.
   */
  stop(): Promise<void>;
}

export class Subscriptions {
  readonly #store: Store;
  readonly #commits: CommitSignal;
  readonly #logger: Logger;
  readonly #timing: SubscriptionTiming;
  readonly #running = new Map<string, Promise<RunningSubscription>>();

  constructor(store: Store, commits: CommitSignal, logger: Logger, timing: SubscriptionTiming) {
    this.#store = store;
    this.#commits = commits;
    this.#logger = logger;
    this.#timing = timing;
  }

  /** Resolves when its place stands in the ledger; answers how to stop it. `called` is what its caller calls it. */
  async start(subscription: Subscription, called: string, signal: AbortSignal | null): Promise<DurableSubscription> {
    const { name } = subscription;
    signal?.throwIfAborted();
    if (this.#running.has(name)) {
      const message = "is taken by a subscription that runs in this ledger: stop that one first";
      throw new errors.InvalidRequest({ issues: [{ path: "name", message }] });
    }
    const end = new AbortController();
    const background = {
      store: this.#store,
      commits: this.#commits,
      logger: this.#logger,
      timing: this.#timing,
      ended: AbortSignal.any([end.signal, this.#commits.ended]),
    };
    const starting = startSubscription(background, subscription);
    this.#running.set(name, starting);
    const stop = () => end.abort();
    signal?.addEventListener("abort", stop, { once: true });
    const free = () => {
      this.#running.delete(name);
      signal?.removeEventListener("abort", stop);
    };
    const running = await starting.catch((error: unknown) => {
      free();
      throw error;
    });
    const ended = running.ended.finally(free);
    return this.#handleOf(name, called, running, async () => {
      stop();
      if (!isInsideHandlerOf(name)) await ended;
    });
  }

  /** Resolves when all of them have ended, which those of a closed ledger do. */
  async ended(): Promise<void> {
    const others = [...this.#running].filter(([name]) => !isInsideHandlerOf(name)).map(([, running]) => running);
    const started = await Promise.allSettled(others);
    await Promise.all(started.map((one) => (one.status === "fulfilled" ? one.value.ended : null)));
  }

  #handleOf(
    name: string,
    called: string,
    running: RunningSubscription,
    stop: () => Promise<void>,
  ): DurableSubscription {
    let isStopped = false;
    void running.ended.then(() => {
      isStopped = true;
    });
    return {
      name: called,
      state: async () => {
        const { row, parked } = await this.#read(name);
        const status = isStopped ? "stopped" : parked ? "parked" : running.isLeading() ? "running" : "waiting";
        return { status, checkpoint: row?.checkpoint ?? 0, parked: parked && parkedAnswer(parked) };
      },
      resume: () => this.#resume(name),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  }

  async #read(name: string) {
    return await this.#store.read(function* () {
      return { row: yield* findSubscription(name), parked: yield* findParked(name) };
    });
  }

  async #resume(name: string): Promise<void> {
    await this.#store.transact(function* () {
      const parked = yield* findParked(name);
      return { writes: parked ? [removeParked(name)] : [], answer: null };
    });
    this.#commits.stirred();
  }
}

function parkedAnswer({ position, attempts, error, parked_at }: ParkedTable): NonNullable<SubscriptionState["parked"]> {
  return { position, tries: attempts, error, since: new Date(parked_at) };
}
