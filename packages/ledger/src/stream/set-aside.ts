// Events that could not be handled when their turn came: kept in the ledger and tried again, after longer and longer
// pauses, beside those that are new.

import { eventAnswer, type LedgerEvent } from "../answers/event.ts";
import { invariant } from "../invariant.ts";
import { readAfter } from "../store/log-queries.ts";
import type { Bound } from "../store/query.ts";
import { findFirstDue, removeSetAside, writeSetAside } from "../store/subscription-queries.ts";
import { pause, pauseAfter } from "./back-off.ts";
import { attempt, type Subscription } from "./handling.ts";
import type { Background, Lease } from "./lease.ts";
import type { SubscriptionTiming } from "./subscription-timing.ts";

/** To be written together with the checkpoint that passes the event. */
export function newlySetAside(event: LedgerEvent, { timing }: Background, { name, tries }: Subscription): Bound {
  return writeSetAside({
    subscription: name,
    position: event.position,
    attempts: tries,
    due_at: dueAfter(1, timing),
  });
}

/** Tries what is due, until the lease ends. */
export async function retrySetAside(lease: Lease, background: Background, subscription: Subscription): Promise<void> {
  const { store, timing } = background;
  while (lease.holds()) {
    const row = await store.read(() => findFirstDue(subscription.name));
    const inMs = row ? row.due_at - Date.now() : timing.lookMs;
    if (row === null || inMs > 0) {
      await pause(Math.min(inMs, timing.lookMs), lease.ended);
      continue;
    }
    const [found] = await store.read(() => readAfter(row.position - 1, 1));
    const event = found && eventAnswer(found);
    invariant(event?.position === row.position, `the event set aside at position ${row.position} is in the log`);
    const attempts = row.attempts + 1;
    const done = (await attempt(event, attempts, background, subscription)) === null;
    const rounds = attempts - subscription.tries + 1;
    await lease.write(() => [
      done ? removeSetAside(row) : writeSetAside({ ...row, attempts, due_at: dueAfter(rounds, timing) }),
    ]);
  }
}

function dueAfter(rounds: number, { setAside }: SubscriptionTiming): number {
  return Math.ceil(Date.now() + pauseAfter(rounds, setAside));
}
