// Records the whole listing of a mirrored pool's seats, and the members whom it shows.

import type { HoldingId } from "../../domain/ids.ts";
import { poolNotFound } from "../../domain/pool-ref.ts";
import { reject } from "../../domain/rejections.ts";
import { settleListing } from "../../domain/replay/settle-pool.ts";
import { findPoolBy, withSeats } from "../../store/pool-queries.ts";
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
  const settled = settleListing(ready.pool, seats.map(shownSeat), fact.gone, observation);
  const append = poolAppend(ready, settled.events);
  const appends = [...people, append].filter(({ events }) => events.length > 0);
  const recorded = recordedOf(appends.flatMap(({ events }) => [...events]));
  const answer = { ...recorded, vanished: settled.vanished, missing: settled.missing };
  return { kind: "planned", organization, appends, anchor: poolAnchor(refs, append.after), answer };
}
