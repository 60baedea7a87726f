// What a change of people changes in pools: one append for each pool that is concerned. Mirrored pools are left alone,
// for there Polar decides and its facts come in by `record`.

import type { PoolStreamEvent } from "../../domain/events.ts";
import { later, type PoolState } from "../../domain/pool.ts";
import type { PoolAppend } from "../../store/append.ts";
import { type FoundPool, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { poolAppend } from "./pool-append.ts";

/** A pool may be found in more than one way; it is changed once. */
export function* poolChanges(
  pools: readonly FoundPool[],
  at: Date,
  change: (pool: PoolState, at: Date) => readonly PoolStreamEvent[],
): Reads<readonly PoolAppend[]> {
  const ours = pools.filter(({ pool }) => pool.authority === "ledger");
  const appends: PoolAppend[] = [];
  for (const found of new Map(ours.map((one) => [one.refs.stream, one])).values()) {
    const ready = yield* withSeats(found);
    const events = change(ready.pool, later(at, ready.pool.lastOccurredAt));
    if (events.length > 0) appends.push(poolAppend(ready, events));
  }
  return appends;
}
