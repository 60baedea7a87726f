// A pool's life after it was opened: an order is paid, a subscription ends, pauses and comes back.

import type { PoolStreamEvent } from "../events.ts";
import { liveSeatsOf, type PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";
import { accept, type Decision } from "./decision.ts";
import { notActive } from "./pool-status.ts";
import { revocations } from "./revoke-seat.ts";

/** An unpaid order was paid. */
export function decideActivatePool(pool: PoolState, at: Date): Decision<PoolStreamEvent> {
  switch (pool.status) {
    case "active":
      return accept();
    case "closed":
      return notActive(pool, pool.status);
    case "unpaid":
      return accept(plainEvent("PoolActivated", {}, { at }));
  }
}

/** The subscription ended, was paused or is unpaid: each live seat is revoked by an event of its own. */
export function decideClosePool(pool: PoolState, at: Date): Decision<PoolStreamEvent> {
  if (pool.status === "closed") return accept();
  // What was never paid has nothing to close, and reopening it would be a way around the payment.
  if (pool.status === "unpaid") return notActive(pool, pool.status);
  return accept(plainEvent("PoolClosed", {}, { at }), ...revocations(liveSeatsOf(pool), at, "pool-closed"));
}

/** It came back: seats are assigned anew. */
export function decideReopenPool(pool: PoolState, at: Date): Decision<PoolStreamEvent> {
  switch (pool.status) {
    case "active":
      return accept();
    case "unpaid":
      return notActive(pool, pool.status);
    case "closed":
      return accept(plainEvent("PoolReopened", {}, { at }));
  }
}
