// Takes in how many seats were bought when, as a source tells it. What is later than the last change that is known changes
// the pool; what lies before is discovered, and the present stays as it is.

import type { PoolStreamEvent, RecordedEvent } from "../events.ts";
import type { PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";

/** A change of the number of bought seats, as a source told it. */
export interface ShownQuantity {
  readonly seats: number;
  /** How many there were before, where the source tells. */
  readonly previous: number | null;
  readonly at: Date;
}

/** `events` are those of the pool as a whole, from its opening on. */
export function settleQuantity(
  pool: PoolState,
  events: readonly RecordedEvent[],
  shown: ShownQuantity,
): readonly PoolStreamEvent[] {
  const changes = events.filter(isQuantityChange);
  const { seats, previous, at } = shown;
  if (changes.some((change) => change.data.seats === seats && change.occurredAt.getTime() === at.getTime())) return [];
  const isLatest = changes.every((change) => change.occurredAt < at);
  if (isLatest && seats !== pool.bought) {
    return [plainEvent("PoolResized", { seats, previous: previous ?? pool.bought }, { at })];
  }
  // Back to the number that is known: what it was changed from has not come to light yet.
  if (isLatest && (previous === null || previous === seats)) return [];
  const present = changes.findLast(({ type }) => type !== "QuantityDiscovered");
  const supersedes = present && isTimeOf(present, shown) ? present.version : null;
  return [plainEvent("QuantityDiscovered", { seats, previous }, { at, supersedes })];
}

type QuantityChange = Extract<RecordedEvent, { type: "PoolOpened" | "PoolResized" | "QuantityDiscovered" }>;

function isQuantityChange(event: RecordedEvent): event is QuantityChange {
  return event.type === "PoolOpened" || event.type === "PoolResized" || event.type === "QuantityDiscovered";
}

/** A listing shows a new number only some time after it was bought: this is when. */
function isTimeOf(change: QuantityChange, shown: ShownQuantity): boolean {
  if (change.type !== "PoolResized" || change.origin === "polar-events") return false;
  return change.data.seats === shown.seats && (shown.previous === null || shown.previous === change.data.previous);
}
