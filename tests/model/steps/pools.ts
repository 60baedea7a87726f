// What happens to a pool as a whole: it is opened, paid, resized, closed and reopened.

import type { Pool } from "seat-ledger";
import { openedPool, openingOf, poolRef } from "../cast.ts";
import { type Code, liveSeats, type Model, type ModelOrganization, type ModelPool, vacate } from "../model.ts";
import { type Circumstances, type Effect, type Step, step, type Trial } from "../step.ts";
import { idOf } from "../world.ts";
import { lapse } from "./lapse.ts";

/** Pools 2 and 3 are opened on the way, the last one as Polar's mirror; whoever opens 0 or 1 again says perhaps other facts. */
export function openPool(
  given: Circumstances,
  { pool: index, seats, theirs }: { readonly pool: number; readonly seats: number; readonly theirs: boolean },
): Step {
  return step<Pool>(
    `openPool(${index}, ${seats} seats${theirs ? ", the other's id" : ""})`,
    given,
    (organization, model) => {
      // An id that nobody took yet is nobody's.
      const other = otherThan(organization, model);
      const isTaken = theirs && poolIn(other, index) !== null;
      const owner = isTaken ? other : organization;
      const buyer = organization.customers.find(({ removed }) => !removed);
      const customer = buyer ?? organization.customers[0];
      if (!customer) throw new Error("the cast has a buyer");
      const args = openingOf(organization, customer, { index, seats, owner });
      const known = poolIn(owner, index);
      return {
        name: "openPool",
        args,
        ask: (ledger, context) => ledger.openPool(args, context),
        unseen: given.door === "foreign" ? "OrganizationNotFound" : "CustomerNotFound",
        isThere: () => !customer.removed,
        pool: known,
        conflict: isTaken ? "PoolExists" : null,
        decide: () => {
          if (!known)
            return {
              events: ["PoolOpened"],
              answer: { seats },
              follow: () => organization.pools.push(openedPool(customer, args)),
            };
          return known.opening === JSON.stringify(args) ? nothing({ seats: known.bought }) : "PoolExists";
        },
      };
    },
  );
}

export function resizePool(
  given: Circumstances,
  { pool: index, seats }: { readonly pool: number; readonly seats: number },
): Step {
  return step<Pool>(`resizePool(${index}, ${seats} seats)`, given, (organization, model) => {
    const args = { ...poolRef(organization, index), seats };
    return onPool(
      organization,
      index,
      "resizePool",
      args,
      (ledger, context) => ledger.resizePool(args, context),
      (pool) => {
        const lapsed = lapse(model, pool);
        if (seats < liveSeats(pool).length - lapsed.length) return "SeatsAlreadyAssigned";
        if (seats === pool.bought) return nothing({ seats });
        const events = [...lapsed.map(() => "InvitationLapsed"), "PoolResized"];
        return {
          events,
          answer: { seats },
          follow() {
            for (const seat of lapsed) vacate(seat, model.now);
            pool.bought = seats;
          },
        };
      },
    );
  });
}

/** Each live seat is taken back. What was never paid has nothing to end. */
export function closePool(given: Circumstances, index: number): Step {
  return step<Pool>(`closePool(${index})`, given, (organization, model) => {
    const args = poolRef(organization, index);
    return onPool(
      organization,
      index,
      "closePool",
      args,
      (ledger, context) => ledger.closePool(args, context),
      (pool) => {
        if (pool.status === "closed") return nothing({ status: "closed" });
        if (pool.status === "unpaid") return "PoolNotActive";
        const live = liveSeats(pool);
        return {
          events: ["PoolClosed", ...live.map(() => "SeatRevoked")],
          answer: { status: "closed", pending: 0, claimed: 0 },
          follow() {
            for (const seat of live) vacate(seat, model.now);
            pool.status = "closed";
          },
        };
      },
    );
  });
}

/** An unpaid order is not one that ended. */
export function reopenPool(given: Circumstances, index: number): Step {
  return step<Pool>(`reopenPool(${index})`, given, (organization) => {
    const args = poolRef(organization, index);
    return onPool(
      organization,
      index,
      "reopenPool",
      args,
      (ledger, context) => ledger.reopenPool(args, context),
      (pool) => (pool.status === "unpaid" ? "PoolNotActive" : madeActive(pool, "PoolReopened")),
    );
  });
}

/** What ended is not brought back by being paid. */
export function activatePool(given: Circumstances, index: number): Step {
  return step<Pool>(`activatePool(${index})`, given, (organization) => {
    const args = poolRef(organization, index);
    return onPool(
      organization,
      index,
      "activatePool",
      args,
      (ledger, context) => ledger.activatePool(args, context),
      (pool) => (pool.status === "closed" ? "PoolNotActive" : madeActive(pool, "PoolActivated")),
    );
  });
}

export function poolIn(organization: ModelOrganization, index: number): ModelPool | null {
  const id = idOf({ ref: poolRef(organization, index) });
  return organization.pools.find((pool) => idOf(pool) === id) ?? null;
}

export function nothing(answer: object | null): Effect<unknown> {
  return { events: [], answer, follow: () => {} };
}

function onPool(
  organization: ModelOrganization,
  index: number,
  name: string,
  args: object,
  ask: Trial<Pool>["ask"],
  decide: (pool: ModelPool) => Code | Effect<Pool>,
): Trial<Pool> {
  const pool = poolIn(organization, index);
  return {
    name,
    args,
    ask,
    unseen: "PoolNotFound",
    isThere: () => poolIn(organization, index) !== null,
    pool,
    decide: () => (pool ? decide(pool) : "PoolNotFound"),
  };
}

function madeActive(pool: ModelPool, type: string): Effect<Pool> {
  if (pool.status === "active") return nothing({ status: "active" });
  return {
    events: [type],
    answer: { status: "active" },
    follow() {
      pool.status = "active";
    },
  };
}

function otherThan(organization: ModelOrganization, { organizations }: Model): ModelOrganization {
  const [acme, bolt] = organizations;
  return organization === acme ? bolt : acme;
}
