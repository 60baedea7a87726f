// A lease lets one process at a time run a subscription. It is renewed while that process lives; who takes it over raises
// its epoch, and what an earlier holder still writes then is refused. It knows no events and no handlers.

import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { invariant } from "../invariant.ts";
import { type Logger, nameOf } from "../logger.ts";
import type { Reads, Store } from "../store/port.ts";
import type { Bound } from "../store/query.ts";
import { findParked, findSubscription, writeSubscription } from "../store/subscription-queries.ts";
import type { SubscriptionsTable } from "../store/tables.ts";
import { pause } from "./back-off.ts";
import { Bell, type CommitSignal } from "./commit-signal.ts";
import type { SubscriptionTiming } from "./subscription-timing.ts";

/** What a subscription runs on. */
export interface Background {
  readonly store: Store;
  readonly commits: CommitSignal;
  /** Aborts when the subscription is stopped, and when the ledger is closed. */
  readonly ended: AbortSignal;
  readonly logger: Logger;
  readonly timing: SubscriptionTiming;
}

export interface Lease {
  /** Where the last holder came to. */
  readonly checkpoint: number;
  /** Aborts when the lease is lost or ended, and when the subscription is stopped. */
  readonly ended: AbortSignal;
  /** Whether nobody else can hold it now: to be asked before each step that others would see. */
  holds(): boolean;
  /** Writes in one transaction, unless somebody else has taken the lease since: then false, and nothing is written. */
  write(change: (row: SubscriptionsTable) => readonly Bound[]): Promise<boolean>;
  end(): void;
  /** Gives it back, so that the next one need not wait. */
  release(): Promise<void>;
}

/** Waits for the lease, and for as long as the subscription is parked; null where it was stopped before. */
export async function takeLease(background: Background, name: string): Promise<Lease | null> {
  const { commits, ended, timing } = background;
  const bell = new Bell();
  const ring = () => bell.ring();
  // Listening begins before looking: what is given back in between wakes the next round.
  const stop = commits.listen(["file"], ring);
  ended.addEventListener("abort", ring);
  try {
    while (!ended.aborted) {
      const began = performance.now();
      const taking = await takeIfFree(background, name);
      if (taking.kind === "taken") return leaseOf(background, taking.row, began + timing.leaseMs);
      await rungWithin(bell, taking.freeInMs);
    }
    return null;
  } finally {
    ended.removeEventListener("abort", ring);
    stop();
  }
}

async function rungWithin(bell: Bell, ms: number | null): Promise<void> {
  if (ms === null) return await bell.rung();
  const late = new AbortController();
  setTimeout(ms, undefined, { signal: late.signal }).then(
    () => bell.ring(),
    () => undefined,
  );
  await bell.rung();
  late.abort();
}

type Taken = { readonly kind: "taken"; readonly row: SubscriptionsTable };
/** `freeInMs`: when the lease ends, if it is not renewed; null where nobody holds it, for the subscription is parked. */
type Held = { readonly kind: "held"; readonly freeInMs: number | null };

async function takeIfFree({ store, timing }: Background, name: string): Promise<Taken | Held> {
  const now = Date.now();
  const seen = await store.read(() => findFree(name, now));
  if (seen.kind === "held") return seen;
  return await store.transact<Taken | Held>(function* () {
    const found = yield* findFree(name, now);
    if (found.kind === "held") return { writes: [], answer: found };
    const row = { ...found.row, holder: randomUUID(), lease_until: now + timing.leaseMs, epoch: found.row.epoch + 1 };
    return { writes: [writeSubscription(row)], answer: { kind: "taken", row } };
  });
}

function* findFree(
  name: string,
  now: number,
): Reads<{ readonly kind: "free"; readonly row: SubscriptionsTable } | Held> {
  const row = yield* findSubscription(name);
  invariant(row, `the subscription ${name} was configured`);
  if (row.holder !== null && row.lease_until > now) return { kind: "held", freeInMs: row.lease_until - now };
  return (yield* findParked(name)) ? { kind: "held", freeInMs: null } : { kind: "free", row };
}

function leaseOf(background: Background, taken: SubscriptionsTable, until: number): Lease {
  const { store, logger, timing } = background;
  const { name, epoch, checkpoint } = taken;
  const lost = new AbortController();
  const ended = AbortSignal.any([lost.signal, background.ended]);
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
