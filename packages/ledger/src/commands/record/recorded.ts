// What came of facts, counted.

import type { ProposedEvent } from "../../domain/events.ts";
import type { Recorded } from "./facts.ts";

export const nothingRecorded: Recorded = { appended: 0, inferred: 0, vanished: [], missing: [], stale: [] };

export function recordedOf(events: readonly ProposedEvent[]): Recorded {
  const inferred = events.filter((event) => event.certainty.inferred).length;
  return { ...nothingRecorded, appended: events.length, inferred };
}

export function sumOf(one: Recorded, other: Recorded): Recorded {
  return {
    appended: one.appended + other.appended,
    inferred: one.inferred + other.inferred,
    vanished: [...one.vanished, ...other.vanished],
    missing: [...one.missing, ...other.missing],
    stale: [...one.stale, ...other.stale],
  };
}
