// What came of facts, counted.

import type { ProposedEvent } from "../../domain/events.ts";
import type { Guess, Recorded } from "./facts.ts";

export const nothingRecorded: Recorded = {
  ...{ appended: 0, inferred: 0, guesses: [] },
  ...{ vanished: [], missing: [], stale: [] },
};

export function recordedOf(events: readonly ProposedEvent[]): Recorded {
  const inferred = events.filter(isGuess).length;
  return { ...nothingRecorded, appended: events.length, inferred, guesses: events.flatMap(guessOf) };
}

/** That a guess holds no longer is none itself. */
function isGuess({ type, certainty }: ProposedEvent): boolean {
  return certainty.inferred && type !== "HoldingSuperseded";
}

function guessOf(event: ProposedEvent): readonly Guess[] {
  const { seatId } = event;
  if (seatId === null || !isGuess(event)) return [];
  return stepsOf(event).flatMap(({ type: step, certainty }) =>
    certainty.inferred ? [{ seatId, step, notBefore: certainty.notBefore, notAfter: certainty.notAfter }] : [],
  );
}

/** A guess that is told anew is one of the steps of its holding. */
function stepsOf(event: ProposedEvent): readonly Pick<ProposedEvent, "type" | "certainty">[] {
  return event.type === "HoldingDiscovered" ? event.data.steps : [event];
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
