// Which command comes next: a random seat of a random pool, and what can follow there. Every contender is given the same
// script, so that all of them do the same work. It knows no database.

import { below, type Random } from "./random.ts";

export const seatsInPool = 25;

export type Operation = "assign" | "claim" | "resend" | "revoke";

/** One command about one place of a pool. */
export interface Step {
  readonly operation: Operation;
  readonly pool: number;
  readonly place: number;
}

type Status = "vacant" | "pending" | "claimed";

const statusAfter = { assign: "pending", claim: "claimed", resend: "pending", revoke: "vacant" } as const;

export class Script {
  readonly #places: Status[][];

  constructor(pools: number) {
    this.#places = Array.from({ length: pools }, () => Array.from({ length: seatsInPool }, () => "vacant" as const));
  }

  /** The next command in one of these pools; it counts as done. */
  next(pools: readonly number[], random: Random): Step {
    const pool = pools[below(pools.length, random)] ?? 0;
    const place = below(seatsInPool, random);
    const operation = operationAfter(this.#statusOf(pool, place), random);
    this.#places[pool]?.splice(place, 1, statusAfter[operation]);
    return { operation, pool, place };
  }

  #statusOf(pool: number, place: number): Status {
    return this.#places[pool]?.[place] ?? "vacant";
  }
}

function operationAfter(status: Status, random: Random): Operation {
  switch (status) {
    case "vacant":
      return "assign";
    case "claimed":
      return "revoke";
    case "pending": {
      const dice = random();
      if (dice < 0.7) return "claim";
      return dice < 0.85 ? "resend" : "revoke";
    }
  }
}
