// Takes in one subscription or order that Polar showed: its customer, and itself as a pool whose seats are listed later.

import { isSeatLedgerError, type Pool } from "seat-ledger";
import { UnusableAnswer } from "../failures.ts";
import type { PoolRef } from "../pool-ref.ts";
import { lostOfPool } from "../report/lost-webhooks.ts";
import { poolDrift } from "../report/pool-drift.ts";
import type { ShownPool } from "../translate/facts.ts";
import { subjectOfCustomer } from "../translate/subjects.ts";
import { isKnownLater, type Kept, keepShown } from "./keep-shown.ts";
import { type Pass, record } from "./pass.ts";
import type { About } from "./read-or-keep.ts";
import { webhooksSince } from "./webhooks-since.ts";

interface Found {
  readonly about: About;
  /** Those that this list has recorded already. */
  readonly customers: Set<string>;
}

export async function replayPool(pass: Pass, shown: ShownPool, { about, customers }: Found): Promise<void> {
  if (!isReplayed(pass, shown)) return;
  const { ref, customer, pool } = shown;
  const known = await poolIfKnown(pass, ref);
  if (shown.onlyIfKnown && !known) return;
  const { id } = pass.progress;
  const kept = await keepShown(pass, { ...about, organizationId: pool.organizationId, people: [customer.id] });
  // Put down before the pool is known, so that a pass that goes on still knows that it was new.
  const first = known || pass.pools.of(ref) ? {} : { firstIn: id };
  await pass.pools.put(ref, { shownIn: id, absentSince: null, drift: [], driftIn: id, ...first });
  if (!customers.has(customer.id)) await recordCustomer(pass, shown, kept);
  customers.add(customer.id);
  const drift = kept.isOutdated && known ? [] : await recordPool(pass, shown, kept, known);
  await pass.pools.put(ref, { recordedIn: id, drift });
}

async function recordCustomer(pass: Pass, { customer, customerAt }: ShownPool, kept: Kept): Promise<void> {
  if (await isKnownLater(pass, subjectOfCustomer(customer.id), customerAt)) return;
  await record(pass, [customer], kept);
}

async function recordPool(pass: Pass, { ref, pool }: ShownPool, kept: Kept, known: Pool | null) {
  const { appended } = await record(pass, [pool], kept);
  if (!known || appended === 0 || pass.pools.of(ref)?.firstIn === pass.progress.id) return [];
  const different = poolDrift(ref, known, pool);
  const since = await webhooksSince(pass, pool.organizationId);
  return [...different, ...(since ? lostOfPool(ref, different, kept.sourceAt, since) : [])];
}

function isReplayed({ progress }: Pass, { pool }: ShownPool): boolean {
  const replayed = progress.organizations.get(pool.organizationId.toLowerCase());
  if (replayed !== undefined) return replayed;
  throw new UnusableAnswer(`Polar shows no organization ${pool.organizationId}, to which this pool belongs.`);
}

async function poolIfKnown({ ledger }: Pass, ref: PoolRef): Promise<Pool | null> {
  try {
    return await ledger.getPool(ref);
  } catch (error) {
    if (isSeatLedgerError(error, "PoolNotFound")) return null;
    throw error;
  }
}
