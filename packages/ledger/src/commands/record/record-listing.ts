// Records the whole listing of a mirrored pool's seats, and the members whom it shows.

import type { RecordedEvent } from "../../domain/events.ts";
import type { HoldingId, SeatId } from "../../domain/ids.ts";
import type { PoolState } from "../../domain/pool.ts";
import { poolNotFound } from "../../domain/pool-ref.ts";
import { reject } from "../../domain/rejections.ts";
import { settleListing } from "../../domain/replay/settle-pool.ts";
import { mayReturn } from "../../domain/replay/settle-return.ts";
import type { ShownSeat } from "../../domain/replay/shown.ts";
import { readSeat } from "../../store/log-queries.ts";
import { findPoolBy, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call, Plan } from "../shared/command.ts";
import { poolAnchor, poolAppend } from "../shared/pool-append.ts";
import { elsewhere } from "./elsewhere.ts";
import type { ListingFact, Recorded } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";
import { shownMembers } from "./shown-members.ts";
import { shownSeat } from "./shown-seat.ts";
import { withoutForgotten } from "./without-forgotten.ts";

export function* recordListing(fact: ListingFact, call: Call): Plan<Recorded> {
  const found = yield* findPoolBy(fact, call.fence);
  if (!found) return poolNotFound(fact);
  const { pool, refs } = found;
  if (pool.authority !== "polar") return reject("PoolExists", { poolId: pool.id, differing: ["authority"] });
  const { organization } = refs;
  if (pool.version !== fact.poolVersion) {
    const answer = { ...nothingRecorded, stale: [pool.id] };
    return { kind: "planned", organization, appends: [], anchor: poolAnchor(refs, pool), answer };
  }
  const observedAt = call.source.observedAt ?? call.now;
  const ready = yield* withSeats(found);
  const conflict = yield* elsewhere(fact.seats, ready);
  if (conflict) return conflict;
  const seats = yield* withoutForgotten(fact.seats, ready.pool);
  const people = yield* shownMembers(seats, found, call, "changes");
  const observation = { observedAt, newHoldingId: () => call.newId() as HoldingId };
  const shown = seats.map(shownSeat);
  const past = yield* pastOfReturning(ready.pool, shown);
  const settled = settleListing(ready.pool, shown, fact.gone, observation, past);
  const append = poolAppend(ready, settled.events);
  const appends = [...people, append].filter(({ events }) => events.length > 0);
  const recorded = recordedOf(appends.flatMap(({ events }) => [...events]));
  const answer = { ...recorded, vanished: settled.vanished, missing: settled.missing };
  return { kind: "planned", organization, appends, anchor: poolAnchor(refs, append.after), answer };
}

/** Whether the end of a free seat's last holding was a guess, its events tell. */
function* pastOfReturning(
  pool: Pick<PoolState, "seats">,
  shown: readonly ShownSeat[],
): Reads<ReadonlyMap<SeatId, readonly RecordedEvent[]>> {
  const past = new Map<SeatId, readonly RecordedEvent[]>();
  for (const row of shown) {
    const seat = pool.seats.get(row.id);
    if (seat && mayReturn(seat, row)) past.set(seat.id, yield* readSeat(seat.id));
  }
  return past;
}
