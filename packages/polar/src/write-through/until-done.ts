// Asks Polar until it is known what came of it. Where Polar did not say, its listing is looked at before it is asked again:
// what was done once is found, and not done twice.

import { setTimeout as sleep } from "node:timers/promises";
import { isSeatLedgerError } from "seat-ledger";
import { isPassing } from "../client/retry.ts";
import { UnusableAnswer } from "../failures.ts";
import type { WireWrittenSeat } from "../wire/written-seat.ts";
import { type PolarRefusal, refusalIn } from "./polar-refusal.ts";
import { PolarSeatsError, troubleOf } from "./polar-seats-error.ts";

/** A seat as Polar answered or listed it, and the text of it. */
export interface Written {
  readonly seat: WireWrittenSeat;
  readonly body: string;
  readonly observedAt: Date;
}

export interface Steps {
  readonly ask: () => Promise<Written>;
  /** What came of it, as Polar shows it now; null where it doesn't show that it was done. */
  readonly look: () => Promise<Written | null>;
  /** Whether it is asked again where it doesn't show. */
  readonly asksAgain: boolean;
  /** Somebody asked before, and nobody knows what came of it. */
  readonly isInDoubt: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Polar refuses what was asked, and did not do it. */
export class Refused extends Error {
  readonly refusal: PolarRefusal;
  /** It was asked before, and that attempt was not answered. */
  readonly wasInDoubt: boolean;

  constructor(refusal: PolarRefusal, wasInDoubt: boolean, options: ErrorOptions) {
    super("Polar refused it.", options);
    this.refusal = refusal;
    this.wasInDoubt = wasInDoubt;
  }
}

const maxAttempts = 3;
const backOffMs = 500;

/** Throws `Refused`, or `PolarSeatsError` where it stays unknown. */
export async function untilDone(steps: Steps): Promise<Written> {
  const seen = steps.isInDoubt ? await looked(steps) : null;
  return seen ?? (await asked(steps, 1));
}

async function asked(steps: Steps, attempt: number): Promise<Written> {
  const { asksAgain, signal } = steps;
  const outcome = await outcomeOf(steps, steps.isInDoubt || attempt > 1);
  if ("seat" in outcome) return outcome;
  const seen = await looked(steps);
  if (seen) return seen;
  if (!asksAgain || attempt === maxAttempts) {
    throw new PolarSeatsError("OutcomeUnknown", { cause: outcome.unanswered });
  }
  await sleep(backOffMs * attempt, undefined, { signal }).catch(() => signal?.throwIfAborted());
  return await asked(steps, attempt + 1);
}

async function outcomeOf(steps: Steps, isInDoubt: boolean): Promise<Written | { readonly unanswered: unknown }> {
  try {
    return await steps.ask();
  } catch (error) {
    steps.signal?.throwIfAborted();
    const refusal = refusalIn(error);
    if (refusal) {
      // What was done after all may be why it is refused now.
      const done = isInDoubt ? await looked(steps) : null;
      if (done) return done;
      throw new Refused(refusal, isInDoubt, { cause: error });
    }
    if (isPassing(error) || error instanceof UnusableAnswer) return { unanswered: error };
    throw error;
  }
}

async function looked({ look, signal }: Steps): Promise<Written | null> {
  try {
    return await look();
  } catch (error) {
    signal?.throwIfAborted();
    throw isSeatLedgerError(error) || error instanceof PolarSeatsError ? error : troubleOf(error);
  }
}
