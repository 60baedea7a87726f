// The pool as the commands that need free seats find it: where the ledger was told to release lapsed invitations, their
// seats are freed first, in the same transaction. A refused command frees nothing.

import { lapseInvitations } from "../../domain/decide/lapse-invitations.ts";
import type { SeatEvent } from "../../domain/events.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import type { Call } from "./command.ts";
import type { ReadyPool } from "./preconditions.ts";

export interface ReleasedPool {
  readonly lapses: readonly SeatEvent[];
  readonly pool: PoolState;
}

export function releasedPool({ pool, at }: ReadyPool, call: Call): ReleasedPool {
  const lapses = call.lapsedInvitations === "release" ? lapseInvitations(pool, { now: call.now, at }) : [];
  return { lapses, pool: lapses.length === 0 ? pool : evolvePoolAll(pool, lapses, pool) };
}
