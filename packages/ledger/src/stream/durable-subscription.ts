// A subscription that outlives its process: it goes on from a checkpoint kept under its name, in order, at least once, in
// one process at a time. It starts with the first configuration and ends with the ledger.

import type { RecordedEvent } from "../domain/events.ts";
import { nameOf } from "../logger.ts";
import { readHead } from "../store/log-queries.ts";
import type { Store } from "../store/port.ts";
import { findSubscription, writeSubscription } from "../store/subscription-queries.ts";
import { pause, pauseAfter } from "./back-off.ts";
import { committedEvents } from "./committed-events.ts";
import { attempt, type Subscription } from "./handling.ts";
import { type Background, type Lease, takeLease } from "./lease.ts";
import { newlySetAside, retrySetAside } from "./set-aside.ts";

/** One that runs in the background. */
export interface RunningSubscription {
  /** Resolves once the ledger is closed and the running handler is done. */
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
  return { ended: run(background, subscription) };
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

/** Runs it whenever no other process does. What the store cannot do now, it may be able to do later. */
async function run(background: Background, subscription: Subscription): Promise<void> {
  const { commits, logger, timing } = background;
  let failures = 0;
  while (!commits.ended.aborted) {
    try {
      const lease = await takeLease(background, subscription.name);
      if (lease) await runUnder(lease, background, subscription);
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.error({ subscription: subscription.name, failures, error: nameOf(error) }, "Cannot run; tries again");
      await pause(pauseAfter(failures, timing.betweenTries), commits.ended);
    }
  }
}

/** What is new and what is set aside go side by side, so that neither waits for the other. */
async function runUnder(lease: Lease, background: Background, subscription: Subscription): Promise<void> {
  const lanes = [follow(lease, background, subscription)];
  if (subscription.tries !== null) lanes.push(retrySetAside(lease, background, subscription));
  const ends = await Promise.allSettled(lanes.map((lane) => lane.finally(lease.end)));
  await lease.release();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** What somebody wanted is checkpointed one by one; what nobody wanted now and then, for it costs nothing to read again. */
async function follow(lease: Lease, background: Background, subscription: Subscription): Promise<void> {
  const { store, commits } = background;
  let saved = lease.checkpoint;
  let passed = saved;
  for await (const event of committedEvents(store, commits, { after: saved, signal: lease.ended })) {
    if (!lease.holds()) break;
    const outcome = subscription.wants(event) ? await handled(event, lease, background, subscription) : "unwanted";
    if (outcome === "stopped") break;
    passed = event.position;
    if (outcome === "unwanted" && passed - saved < unsavedPositions) continue;
    const aside = outcome === "failed" ? [newlySetAside(event, background, subscription)] : [];
    if (!(await lease.write((row) => [...aside, writeSubscription({ ...row, checkpoint: event.position })]))) return;
    saved = passed;
  }
  if (passed > saved) await lease.write((row) => [writeSubscription({ ...row, checkpoint: passed })]);
}

/** Tries in place, until it is done, or has failed as often as the subscription allows, or the lease ends. */
async function handled(
  event: RecordedEvent,
  lease: Lease,
  background: Background,
  subscription: Subscription,
): Promise<"handled" | "failed" | "stopped"> {
  for (let attempts = 1; lease.holds(); attempts += 1) {
    if (await attempt(event, attempts, background, subscription)) return "handled";
    if (attempts === subscription.tries) return "failed";
    await pause(pauseAfter(attempts, background.timing.betweenTries), lease.ended);
  }
  return "stopped";
}
