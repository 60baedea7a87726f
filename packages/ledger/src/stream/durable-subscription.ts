// A subscription that outlives its process: it goes on from a checkpoint kept under its name, in order, at least once, in
// one process at a time. It starts with the first configuration and ends when it is stopped, or with the ledger.

import type { LedgerEvent } from "../answers/event.ts";
import { nameOf } from "../logger.ts";
import { readHead } from "../store/log-queries.ts";
import type { Store } from "../store/port.ts";
import type { Bound } from "../store/query.ts";
import { findSubscription, writeParked, writeSubscription } from "../store/subscription-queries.ts";
import { pause, pauseAfter } from "./back-off.ts";
import { eventPages } from "./committed-events.ts";
import type { EventScope } from "./event-scope.ts";
import { attempt, type Subscription } from "./handling.ts";
import { type Background, type Lease, takeLease } from "./lease.ts";
import { newlySetAside, retrySetAside } from "./set-aside.ts";
import { SharedPages } from "./shared-pages.ts";

/** One that runs in the background. */
export interface RunningSubscription {
  /** Whether this process is the one that handles its events now. */
  isLeading(): boolean;
  /** Resolves once it is stopped, or the ledger is closed, and the running handler is done. */
  readonly ended: Promise<void>;
}

/** Positions that nobody wanted and that may be read again after a crash. */
const unsavedPositions = 500;

/** Resolves when the place from which it goes on stands in the ledger: what is committed from then on is handled. */
export async function startSubscription(
  background: Background,
  subscription: Subscription,
): Promise<RunningSubscription> {
  await configure(background.store, subscription);
  const run = new Run(background, subscription);
  return { ended: run.untilStopped(), isLeading: () => run.isLeading };
}

async function configure(store: Store, { name, after }: Subscription): Promise<void> {
  if (await store.read(() => findSubscription(name))) return;
  await store.transact(function* () {
    if (yield* findSubscription(name)) return { writes: [], answer: undefined };
    const checkpoint = after ?? (yield* readHead()).position;
    const row = { name, checkpoint, holder: null, lease_until: 0, epoch: 0 };
    return { writes: [writeSubscription(row)], answer: undefined };
  });
}

class Run {
  readonly #background: Background;
  readonly #subscription: Subscription;
  /** Where the log ended as this process first ran it; `told` once that is handled. */
  #history: number | "told" | null = null;
  isLeading = false;

  constructor(background: Background, subscription: Subscription) {
    this.#background = background;
    this.#subscription = subscription;
    if (!subscription.onCaughtUp) this.#history = "told";
  }

  /** Runs it whenever no other process does. What the store cannot do now, it may be able to do later. */
  async untilStopped(): Promise<void> {
    const { ended, logger, timing } = this.#background;
    const { name } = this.#subscription;
    let failures = 0;
    while (!ended.aborted) {
      try {
        const lease = await takeLease(this.#background, name);
        if (lease) await this.#under(lease);
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.error({ subscription: name, failures, error: nameOf(error) }, "Cannot run; tries again");
        await pause(pauseAfter(failures, timing.betweenTries), ended);
      }
    }
  }

  /** What is new and what is set aside go side by side, so that neither waits for the other. */
  async #under(lease: Lease): Promise<void> {
    const lanes = [this.#follow(lease)];
    if (this.#subscription.givenUp === "set-aside")
      lanes.push(retrySetAside(lease, this.#background, this.#subscription));
    this.isLeading = true;
    const ends = await Promise.allSettled(lanes.map((lane) => lane.finally(lease.end)));
    this.isLeading = false;
    await lease.release();
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  async #follow(lease: Lease): Promise<void> {
    this.#history ??= (await this.#background.store.read(readHead)).position;
    const progress = { saved: lease.checkpoint, passed: lease.checkpoint };
    for await (const step of stepsFrom(lease, this.#background, this.#subscription.scope)) {
      if (!lease.holds() || !(await this.#passes(step, lease, progress))) break;
    }
    const { saved, passed } = progress;
    if (passed > saved) await lease.write((row) => [writeSubscription({ ...row, checkpoint: passed })]);
  }

  /** What somebody wanted is checkpointed one by one; what nobody wanted now and then, for it costs nothing to read again. */
  async #passes({ event, upTo }: Step, lease: Lease, progress: Progress): Promise<boolean> {
    this.#tellCaughtUp(event ? event.position - 1 : upTo);
    const wanted = event !== null && this.#subscription.wants(event) ? event : null;
    const outcome = wanted ? await this.#handled(wanted, lease) : nothingToDo;
    if (outcome.kind !== "passed") return false;
    progress.passed = upTo;
    if (!wanted && upTo - progress.saved < unsavedPositions) return true;
    progress.saved = upTo;
    return await lease.write((row) => [...outcome.aside, writeSubscription({ ...row, checkpoint: upTo })]);
  }

  /** Tries in place, until it is done, or has failed as often as the subscription allows, or the lease ends. */
  async #handled(event: LedgerEvent, lease: Lease): Promise<Handled> {
    const { tries, givenUp } = this.#subscription;
    for (let attempts = 1; lease.holds(); attempts += 1) {
      const error = await attempt(event, attempts, this.#background, this.#subscription);
      if (error === null) return nothingToDo;
      if (attempts >= tries) {
        if (givenUp === "park") return await this.#park(event, attempts, error, lease);
        return { kind: "passed", aside: [newlySetAside(event, this.#background, this.#subscription)] };
      }
      await pause(pauseAfter(attempts, this.#background.timing.betweenTries), lease.ended);
    }
    return { kind: "stopped" };
  }

  /** The checkpoint stays before the event: whoever resumes it begins with this one. */
  async #park({ position }: LedgerEvent, attempts: number, error: string, lease: Lease): Promise<Handled> {
    const { name } = this.#subscription;
    const row = { subscription: name, position, attempts, error, parked_at: Date.now() };
    if (await lease.write(() => [writeParked(row)])) {
      this.#background.logger.error({ subscription: name, position, attempts, error }, "Parked until it is resumed");
    }
    return { kind: "parked" };
  }

  #tellCaughtUp(passed: number): void {
    const history = this.#history;
    if (typeof history !== "number" || passed < history) return;
    this.#history = "told";
    try {
      this.#subscription.onCaughtUp?.(history);
    } catch (error) {
      this.#background.logger.warn({ subscription: this.#subscription.name, error: nameOf(error) }, "onCaughtUp threw");
    }
  }
}

/** An event, or the end of a page, up to where nothing else of the scope is in the log. */
interface Step {
  readonly event: LedgerEvent | null;
  readonly upTo: number;
}

async function* stepsFrom(
  lease: Lease,
  { store, commits }: Background,
  scope: EventScope,
): AsyncGenerator<Step, void, undefined> {
  const following = { scope, after: lease.checkpoint, signal: lease.ended };
  for await (const { events, upTo } of eventPages(new SharedPages(store, commits), commits, following)) {
    for (const event of events) yield { event, upTo: event.position };
    yield { event: null, upTo };
  }
}

/** Up to where everything is handled, and up to where that is known to the ledger. */
interface Progress {
  saved: number;
  passed: number;
}

type Passed = { readonly kind: "passed"; readonly aside: readonly Bound[] };
type Handled = Passed | { readonly kind: "parked" | "stopped" };

const nothingToDo: Passed = { kind: "passed", aside: [] };
