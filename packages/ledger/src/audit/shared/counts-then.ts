// How many seats of a pool were live at a version of it: walked to from the nearer end of its stream, where fewer events lie
// between than the pool has seats, else counted seat by seat.

import { countsAfter, countsBefore, type LiveCounts, noNumbers } from "../../domain/numbers.ts";
import { countSeats, readNumberOfSeats, readNumbersChanges } from "../../store/number-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";

export function* countsThen({ pool, refs: { stream } }: FoundPool, version: number): Reads<LiveCounts> {
  const since = pool.version - version;
  if (since === 0) return { pending: pool.pending, claimed: pool.claimed };
  const seats = yield* readNumberOfSeats(stream);
  if (Math.min(version, since) > seats) return yield* countSeats(stream, version);
  return version < since
    ? countsAfter(noNumbers, yield* readNumbersChanges(stream, 0, version))
    : countsBefore(pool, yield* readNumbersChanges(stream, version, pool.version));
}
