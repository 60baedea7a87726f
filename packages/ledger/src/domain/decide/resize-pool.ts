// Buying more seats, or fewer: never below the seats that are live.

import type { PoolStreamEvent } from "../events.ts";
import { liveSeats, type PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";
import { reject } from "../rejections.ts";
import { accept, type Decision } from "./decision.ts";

export function decideResizePool(
  pool: PoolState,
  command: { readonly seats: number; readonly at: Date },
): Decision<PoolStreamEvent> {
  const { seats, at } = command;
  if (seats < liveSeats(pool)) {
    return reject("SeatsAlreadyAssigned", { poolId: pool.id, requested: seats, live: liveSeats(pool) });
  }
  if (seats === pool.bought) return accept();
  return accept(plainEvent("PoolResized", { seats, previous: pool.bought }, { at }));
}
