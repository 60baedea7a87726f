// How many seats of a pool were bought and live, when, as it is believed: a series of steps and what it adds up to.

import { type BelievedTerms, believedStatuses, believedTerms, termsAt } from "./believed.ts";
import type { RecordedEvent } from "./events.ts";
import { later } from "./pool.ts";

/** These numbers held from a time on, until the next step. */
export interface UsageStep {
  readonly at: Date;
  /** Bought. */
  readonly seats: number;
  readonly pending: number;
  readonly claimed: number;
}

export interface UsageSums {
  readonly steps: readonly UsageStep[];
  readonly peak: number;
  readonly mean: number;
  readonly overusedMs: number;
}

/** The steps between two times, both included: the first begins at `from`, or where the pool opened after it. */
export function usageOf(events: readonly RecordedEvent[], from: Date, until: Date): UsageSums {
  const told = Map.groupBy(events, (event) => event.seatId);
  const terms = believedTerms(told.get(null) ?? []);
  const [opening] = terms;
  if (!opening || opening.at > until) return { steps: [], peak: 0, mean: 0, overusedMs: 0 };
  const seats = [...told].flatMap(([seatId, own]) => (seatId === null ? [] : [believedStatuses(own)]));
  return sumsOf(stepsOf(terms, liveChanges(seats), later(from, opening.at), until), until);
}

interface Change {
  readonly at: Date;
  readonly pending: number;
  readonly claimed: number;
}

/** What each change of a seat adds to the numbers of live seats, in order of time. */
function liveChanges(seats: readonly ReturnType<typeof believedStatuses>[]): readonly Change[] {
  const changes = seats.flatMap((statuses) =>
    statuses.map(({ at, status }, index) => {
      const before = statuses[index - 1]?.status;
      const change = (counted: "pending" | "claimed") => Number(status === counted) - Number(before === counted);
      return { at, pending: change("pending"), claimed: change("claimed") };
    }),
  );
  return changes.toSorted((one, other) => +one.at - +other.at);
}

function stepsOf(
  terms: readonly BelievedTerms[],
  changes: readonly Change[],
  from: Date,
  until: Date,
): readonly UsageStep[] {
  const times = [...terms, ...changes].map(({ at }) => later(from, at).getTime());
  const ends = [...new Set(times)].filter((at) => at <= until.getTime()).toSorted((one, other) => one - other);
  const steps: UsageStep[] = [];
  let [taken, pending, claimed] = [0, 0, 0];
  for (const end of ends) {
    const at = new Date(end);
    for (let change = changes[taken]; change && change.at <= at; change = changes[taken]) {
      pending += change.pending;
      claimed += change.claimed;
      taken += 1;
    }
    const step = { at, seats: termsAt(terms, at)?.bought ?? 0, pending, claimed };
    const last = steps.at(-1);
    if (!last || !isSame(last, step)) steps.push(step);
  }
  return steps;
}

function isSame(one: UsageStep, other: UsageStep): boolean {
  return one.seats === other.seats && one.pending === other.pending && one.claimed === other.claimed;
}

function sumsOf(steps: readonly UsageStep[], until: Date): UsageSums {
  const lasted = steps.map(({ at }, index) => +(steps[index + 1]?.at ?? until) - +at);
  const live = steps.map(({ pending, claimed }) => pending + claimed);
  const sum = (weights: readonly number[]) =>
    weights.reduce((total, weight, index) => total + weight * (lasted[index] ?? 0), 0);
  const span = sum(live.map(() => 1));
  const overused = steps.map(({ seats }, index) => Number((live[index] ?? 0) > seats));
  return {
    steps,
    peak: Math.max(...live),
    // Of a moment without length it is the number at that moment.
    mean: span === 0 ? (live.at(-1) ?? 0) : sum(live) / span,
    overusedMs: sum(overused),
  };
}
