// Records one seat of a mirrored pool as a source showed it at some time, perhaps long ago.

import type { HoldingId } from "../../domain/ids.ts";
import { poolNotFound } from "../../domain/pool-ref.ts";
import { reject } from "../../domain/rejections.ts";
import { settleShown } from "../../domain/replay/settle-past.ts";
import { readSeat } from "../../store/log-queries.ts";
import { findPoolBy, withSeats } from "../../store/pool-queries.ts";
import type { Call, Plan } from "../shared/command.ts";
import { poolAnchor, poolAppend } from "../shared/pool-append.ts";
import { elsewhere } from "./elsewhere.ts";
import type { Recorded, SeatFact } from "./facts.ts";
import { recordedOf } from "./recorded.ts";
import { shownMembers } from "./shown-members.ts";
import { shownSeat } from "./shown-seat.ts";
import { withoutForgotten } from "./without-forgotten.ts";

export function* recordSeat(fact: SeatFact, call: Call): Plan<Recorded> {
  const found = yield* findPoolBy(fact, call.fence);
  if (!found) return poolNotFound(fact);
  const { pool, refs } = found;
  if (pool.authority !== "polar") return reject("PoolExists", { poolId: pool.id, differing: ["authority"] });
  const ready = yield* withSeats(found);
  const conflict = yield* elsewhere([fact.seat], ready);
  if (conflict) return conflict;
  const [shown = fact.seat] = yield* withoutForgotten([fact.seat], ready.pool);
  // How old the showing is does not tell whether its member has changed since: listings settle that.
  const people = yield* shownMembers([shown], found, call, "new members only");
  const seat = ready.pool.seats.get(fact.seat.id);
  const events = settleShown(seat ? { seat, events: yield* readSeat(seat.id) } : null, shownSeat(shown), {
    observedAt: fact.shownAt,
    shownAt: fact.shownAt,
    newHoldingId: () => call.newId() as HoldingId,
  });
  const append = poolAppend(ready, events);
  const appends = [...people, append].filter((one) => one.events.length > 0);
  return {
    kind: "planned",
    organization: refs.organization,
    appends,
    anchor: poolAnchor(refs, append.after),
    answer: recordedOf(appends.flatMap((one) => [...one.events])),
  };
}
