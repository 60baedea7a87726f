// A lease lets one process at a time run a subscription. It is renewed while that process lives; who takes it over raises
// its epoch, and what an earlier holder still writes then is refused. It knows no events and no handlers.

import { randomUUID } from "node:crypto";
import { invariant } from "../invariant.ts";
import { type Logger, nameOf } from "../logger.ts";
import type { Store } from "../store/port.ts";
import type { Bound } from "../store/query.ts";
import { findSubscription, writeSubscription } from "../store/subscription-queries.ts";
import type { SubscriptionsTable } from "../store/tables.ts";
import { pause } from "./back-off.ts";
import type { CommitSignal } from "./committed-events.ts";
import type { SubscriptionTiming } from "./subscription-timing.ts";

/** What a subscription runs on. */
export interface Background {
  readonly store: Store;
  readonly commits: CommitSignal;
  readonly logger: Logger;
  readonly timing: SubscriptionTiming;
}

export interface Lease {
  /** Where the last holder came to. */
  readonly checkpoint: number;
  /** Aborts when the lease is lost or ended, and when the ledger is closed. */
  readonly ended: AbortSignal;
  /** Whether nobody else can hold it now: to be asked before each step that others would see. */
  holds(): boolean;
  /** Writes in one transaction, unless somebody else has taken the lease since: then false, and nothing is written. */
  write(change: (row: SubscriptionsTable) => readonly Bound[]): Promise<boolean>;
  end(): void;
  /** Gives it back, so that the next one need not wait. */
  release(): Promise<void>;
}

/** Waits for the lease; null where the ledger was closed before. */
export async function takeLease(background: Background, name: string): Promise<Lease | null> {
  const { commits, timing } = background;
  while (!commits.ended.aborted) {
    // Listening begins before looking: what is given back in between wakes the next round.
    const stop = new AbortController();
    const changed = commits.next(AbortSignal.any([commits.ended, stop.signal]));
    try {
      const began = performance.now();
      const row = await takeIfFree(background, name);
      if (row.kind === "taken") return leaseOf(background, row.row, began + timing.leaseMs);
      const free = setTimeout(() => stop.abort(), row.freeInMs);
      await changed;
      clearTimeout(free);
    } finally {
      stop.abort();
    }
  }
  return null;
}

type Taken = { readonly kind: "taken"; readonly row: SubscriptionsTable };
type Held = { readonly kind: "held"; readonly freeInMs: number };

async function takeIfFree({ store, timing }: Background, name: string): Promise<Taken | Held> {
  const now = Date.now();
  const seen = await store.read(() => findSubscription(name));
  invariant(seen, `the subscription ${name} was configured`);
  if (isHeld(seen, now)) return { kind: "held", freeInMs: seen.lease_until - now };
  return await store.transact<Taken | Held>(function* () {
    const found = yield* findSubscription(name);
    invariant(found, `the subscription ${name} stays configured`);
    if (isHeld(found, now)) return { writes: [], answer: { kind: "held", freeInMs: found.lease_until - now } };
    const row = { ...found, holder: randomUUID(), lease_until: now + timing.leaseMs, epoch: found.epoch + 1 };
    return { writes: [writeSubscription(row)], answer: { kind: "taken", row } };
  });
}

function isHeld(row: SubscriptionsTable, now: number): boolean {
  return row.holder !== null && row.lease_until > now;
}

function leaseOf({ store, commits, logger, timing }: Background, taken: SubscriptionsTable, until: number): Lease {
  const { name, epoch, checkpoint } = taken;
  const lost = new AbortController();
  const ended = AbortSignal.any([lost.signal, commits.ended]);
  let heldUntil = until;
  const renewing = renew();
  logger.debug?.({ subscription: name, epoch, checkpoint }, "Runs the subscription from here");
  return { checkpoint, ended, holds, write, end, release };

  function holds(): boolean {
    return !ended.aborted && performance.now() < heldUntil;
  }

  function end(): void {
    lost.abort();
  }

  async function write(change: (row: SubscriptionsTable) => readonly Bound[]): Promise<boolean> {
    const written = await store.transact(function* () {
      const row = yield* findSubscription(name);
      return row?.epoch === epoch ? { writes: change(row), answer: true } : { writes: [], answer: false };
    });
    if (!written) end();
    return written;
  }

  async function renew(): Promise<void> {
    for (;;) {
      await pause(timing.renewMs, ended);
      if (ended.aborted) return;
      const began = performance.now();
      const leaseUntil = Date.now() + timing.leaseMs;
      try {
        if (await write((row) => [writeSubscription({ ...row, lease_until: leaseUntil })])) {
          heldUntil = began + timing.leaseMs;
        }
      } catch (error) {
        logger.warn({ subscription: name, error: nameOf(error) }, "The lease was not renewed; tries again");
        if (!holds()) end();
      }
    }
  }

  async function release(): Promise<void> {
    end();
    await renewing;
    await write((row) => [writeSubscription({ ...row, holder: null, lease_until: 0 })]);
    logger.debug?.({ subscription: name, epoch }, "Runs the subscription no longer");
  }
}
