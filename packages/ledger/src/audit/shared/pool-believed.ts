// A pool of Polar as it is believed to have been at a time: from everything that was ever told about it, for all of that may
// have come late.

import { believedSeat, believedTerms, termsAt } from "../../domain/believed.ts";
import type { SeatId } from "../../domain/ids.ts";
import type { PoolState } from "../../domain/pool.ts";
import type { ShownSeat } from "../../domain/seat.ts";
import { readPoolItself, readSeat, readStream } from "../../store/log-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { findShownSeat, readShownSeats } from "../../store/seat-queries.ts";

/** The pool but for its counts, and its seats or the one that is asked for. */
export interface PoolAndSeats {
  readonly pool: PoolState;
  readonly seats: readonly ShownSeat[];
}

/** Null where the pool was not open yet. */
export function* poolBelieved({ pool, refs }: FoundPool, at: Date, seatId: SeatId | null): Reads<PoolAndSeats | null> {
  const events =
    seatId === null
      ? yield* readStream(refs.stream, pool.version)
      : [...(yield* readPoolItself(refs.stream)), ...(yield* readSeat(seatId))];
  const told = Map.groupBy(events, (event) => event.seatId);
  const terms = termsAt(believedTerms(told.get(null) ?? []), at);
  if (!terms) return null;
  const seats = (yield* seatsNow(refs.stream, seatId)).flatMap((seat) => {
    const then = believedSeat(seat, told.get(seat.id) ?? [], at);
    return then ? [then] : [];
  });
  const { bought, product, status } = terms;
  const version = Math.max(terms.version, ...seats.map((seat) => seat.version));
  return { pool: { ...pool, bought, product, status, version }, seats };
}

function* seatsNow(pool: number, seatId: SeatId | null): Reads<readonly ShownSeat[]> {
  if (seatId === null) return yield* readShownSeats(pool);
  const found = yield* findShownSeat(seatId);
  return found ? [found.seat] : [];
}
