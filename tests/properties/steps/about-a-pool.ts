// What happens to a pool as a whole: its size changes, it ends, it comes back, it is paid.

import { unknownPool } from "../cast.ts";
import { liveSeats, type Model, type ModelPool, vacate } from "../model.ts";
import { type Step, step } from "../step.ts";

export function resize({ pool: index, seats }: { readonly pool: number; readonly seats: number }): Step {
  return step({
    label: `resize(pool ${index}, ${seats} seats)`,
    refusal: ({ pools }) => {
      const pool = pools[index];
      if (!pool) return "PoolNotFound";
      return seats < liveSeats(pool).length ? "SeatsAlreadyAssigned" : null;
    },
    ask: (model) => {
      const ref = refOf(model, index);
      return (ledger, context) => ledger.resizePool({ ...ref, seats }, context);
    },
    follow: ({ pools }) => {
      const pool = pools[index];
      if (pool) pool.bought = seats;
    },
  });
}

/** What was never paid has nothing to end. */
export function close(index: number): Step {
  return step({
    label: `close(pool ${index})`,
    refusal: ({ pools }) => refusedIn(pools[index], "unpaid"),
    ask: (model) => {
      const ref = refOf(model, index);
      return (ledger, context) => ledger.closePool(ref, context);
    },
    follow: ({ pools }) => {
      const pool = pools[index];
      if (!pool || pool.status === "closed") return;
      pool.status = "closed";
      for (const seat of liveSeats(pool)) vacate(seat);
    },
  });
}

/** An unpaid order is not one that ended, so it does not come back. */
export function reopen(index: number): Step {
  return step({
    label: `reopen(pool ${index})`,
    refusal: ({ pools }) => refusedIn(pools[index], "unpaid"),
    ask: (model) => {
      const ref = refOf(model, index);
      return (ledger, context) => ledger.reopenPool(ref, context);
    },
    follow: ({ pools }) => makeActive(pools[index]),
  });
}

/** What ended is not brought back by being paid. */
export function activate(index: number): Step {
  return step({
    label: `activate(pool ${index})`,
    refusal: ({ pools }) => refusedIn(pools[index], "closed"),
    ask: (model) => {
      const ref = refOf(model, index);
      return (ledger, context) => ledger.activatePool(ref, context);
    },
    follow: ({ pools }) => makeActive(pools[index]),
  });
}

function refusedIn(pool: ModelPool | undefined, status: ModelPool["status"]) {
  if (!pool) return "PoolNotFound";
  return pool.status === status ? "PoolNotActive" : null;
}

function makeActive(pool: ModelPool | undefined): void {
  if (pool) pool.status = "active";
}

function refOf({ pools }: Model, index: number) {
  return pools[index]?.ref ?? unknownPool;
}
