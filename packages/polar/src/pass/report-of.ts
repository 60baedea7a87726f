// Puts the report together, from what was counted and what is remembered of each pool.

import type { Pool } from "seat-ledger";
import { type PoolRef, refOf } from "../pool-ref.ts";
import type { ReplayDrift } from "../report/drift.ts";
import type { ReplayReport, ReplayUnread } from "../report/report.ts";
import { isAbsent, mirroredPools, poolsPassedOver } from "./mirrored-pools.ts";
import type { Pass } from "./pass.ts";
import { isLeftUnopened, type PoolNote } from "./pool-notes.ts";

const mostUnread = 100;

export async function reportOf(pass: Pass): Promise<ReplayReport> {
  const { tally, progress, pools } = pass;
  const notes = pools.all();
  const listed = notes.filter(({ listedIn }) => listedIn === progress.id);
  const failures = tally.failures();
  return {
    pools: notes.filter(({ shownIn }) => shownIn === progress.id).length,
    seats: listed.reduce((sum, { seats }) => sum + seats, 0),
    ...tally.counts(),
    drift: await driftOf(pass),
    complete: failures.length === 0,
    failures,
    unread: await unreadOf(pass),
    leftOut: tally.sourcesLeftOut(),
  };
}

async function driftOf(pass: Pass): Promise<readonly ReplayDrift[]> {
  const drift: ReplayDrift[] = [];
  for await (const pool of mirroredPools(pass)) {
    const note = pass.pools.of(pool);
    if (note?.driftIn === pass.progress.id) drift.push(...note.drift);
    drift.push(...(note?.listedIn === pass.progress.id ? extraSeats(note) : notListed(pass, pool, note)));
  }
  for await (const pool of poolsPassedOver(pass)) drift.push(staleDrift(pool, pass.pools.of(pool)));
  const { id } = pass.progress;
  const unopened = pass.pools.all().filter((note) => isLeftUnopened(note, id));
  return [...drift, ...unopened.map((note) => staleDrift(note, note))];
}

function staleDrift(ref: PoolRef, note: PoolNote | null): ReplayDrift {
  return { kind: "stale", ...refOf(ref), seatId: null, listedAt: note?.listedAt ?? null, done: "left" };
}

function extraSeats(note: PoolNote): readonly ReplayDrift[] {
  return Object.entries(note.missing).map(([seatId, { status, isEnded }]) => ({
    ...{ kind: "extra" as const, ...refOf(note), seatId, polar: null, ledger: { status } },
    done: isEnded ? ("ended" as const) : ("awaited" as const),
  }));
}

function notListed(pass: Pass, pool: Pool, note: PoolNote | null): readonly ReplayDrift[] {
  const about = { ...refOf(pool), seatId: null };
  const { status } = pool;
  if (isAbsent(pass, pool)) return [{ kind: "extra", ...about, polar: null, ledger: { status }, done: "awaited" }];
  const list = pool.subscriptionId === null ? "orders" : "subscriptions";
  const isAwayForGood = pass.progress.isWhole(list) && note?.shownIn !== pass.progress.id;
  return isAwayForGood ? [] : [staleDrift(pool, note)];
}

/** What can't be read of the lists is a failure of the pass that met it. */
const heardOrigins = ["webhook", "delivery-log", "polar-events"] as const;

async function unreadOf({ ledger, organizationId }: Pass): Promise<readonly ReplayUnread[]> {
  const which = { state: "unread", organizationId, limit: mostUnread } as const;
  const pages = await Promise.all(heardOrigins.map((origin) => ledger.inbox.list({ ...which, origin })));
  const unread = pages.flatMap(({ observations }) => observations).slice(0, mostUnread);
  return unread.map(({ origin, originId, type, subject, problem }) => ({ origin, originId, type, subject, problem }));
}
