// The seats of a pool as the ledger knew them at a version of it: those that changed since are folded from the beginning of
// the holding that ran then, the others are as they are now.

import { evolveSeat, type SeatState, type ShownSeat, seatHeldAnew } from "../../domain/seat.ts";
import { invariant } from "../../invariant.ts";
import { type PastStep, readRunningHoldings } from "../../store/past-queries.ts";
import type { Reads } from "../../store/port.ts";
import { type NumberedSeat, readSeatsUnchangedSince } from "../../store/seat-queries.ts";

/** In the order in which the pool came to know them; `ordinals` are the seats that are asked for, null for all. */
export function* seatsKnown(
  pool: number,
  version: number,
  ordinals: readonly number[] | null,
): Reads<readonly ShownSeat[]> {
  const unchanged = yield* readSeatsUnchangedSince(pool, version, ordinals);
  const steps = yield* readRunningHoldings(pool, version, ordinals);
  const changed = [...Map.groupBy(steps, ({ ordinal }) => ordinal).values()].map(seatKnown);
  return [...unchanged, ...changed].toSorted((one, other) => one.ordinal - other.ordinal).map(({ seat }) => seat);
}

/** A seat after the steps of the holding that ran last. What came before it is told by the present: when it was made. */
function seatKnown([first, ...rest]: readonly PastStep[]): NumberedSeat {
  invariant(first, "a holding has a first step");
  const { ordinal, event: beginning } = first;
  invariant(beginning.type === "SeatAssigned" || beginning.type === "SeatGranted", "a holding begins with its holder");
  const begun = seatHeldAnew(beginning, first);
  const seat = rest.reduce<SeatState>(
    (before, { event, version }) => evolveSeat(before, event, { version, ordinal }),
    begun,
  );
  return { ordinal, seat };
}
