// What came of facts, counted.

import type { ProposedEvent } from "../../domain/events.ts";
import type { Guess, Recorded } from "./facts.ts";

export const nothingRecorded: Recorded = {
  ...{ appended: 0, inferred: 0, guesses: [] },
  ...{ vanished: [], missing: [], stale: [] },
};

export function recordedOf(events: readonly ProposedEvent[]): Recorded {
  const inferred = events.filter((event) => event.certainty.inferred).length;
  return { ...nothingRecorded, appended: events.length, inferred, guesses: events.flatMap(guessOf) };
}

function guessOf({ type, seatId, certainty }: ProposedEvent): readonly Guess[] {
  if (!certainty.inferred || seatId === null) return [];
  const { notBefore, notAfter } = certainty;
  return [{ seatId, step: type, notBefore, notAfter }];
}

export function sumOf(one: Recorded, other: Recorded): Recorded {
  return {
    appended: one.appended + other.appended,
    inferred: one.inferred + other.inferred,
    guesses: [...one.guesses, ...other.guesses],
    vanished: [...one.vanished, ...other.vanished],
    missing: [...one.missing, ...other.missing],
    stale: [...one.stale, ...other.stale],
  };
}
