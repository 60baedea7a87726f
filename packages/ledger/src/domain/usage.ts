// How many seats of a pool were bought and live, when: a series of steps and what it adds up to. What is believed of a pool
// comes from all its events; where nothing is learned late, the numbers at the beginning and what changed them do.

import { type BelievedStatus, believedStatuses, believedTerms } from "./believed.ts";
import type { RecordedEvent } from "./events.ts";
import { type NumbersChange, noNumbers, type PoolNumbers } from "./numbers.ts";
import { later } from "./pool.ts";

/** These numbers held from a time on, until the next step. */
export interface UsageStep extends PoolNumbers {
  readonly at: Date;
}

export interface UsageSums {
  readonly steps: readonly UsageStep[];
  readonly peak: number;
  readonly mean: number;
  readonly overusedMs: number;
}

/** Of a pool that was not open yet. */
export const unused: UsageSums = { steps: [], peak: 0, mean: 0, overusedMs: 0 };

/** What is believed of the time between two times, both included: it begins at `from`, or where the pool opened after it. */
export function usageBelieved(events: readonly RecordedEvent[], from: Date, until: Date): UsageSums {
  const told = Map.groupBy(events, (event) => event.seatId);
  const terms = believedTerms(told.get(null) ?? []);
  const [opening] = terms;
  if (!opening || opening.at > until) return unused;
  const bought = terms.map(({ at, bought: seats }) => ({ at, seats, pending: 0, claimed: 0 }));
  const live = [...told].flatMap(([seatId, own]) => (seatId === null ? [] : liveChanges(believedStatuses(own))));
  const changes = [...bought, ...live].toSorted((one, other) => +one.at - +other.at);
  return usageFrom(noNumbers, changes, later(from, opening.at), until);
}

/** What each status of a seat adds to the numbers of live seats. */
function liveChanges(statuses: readonly BelievedStatus[]): readonly NumbersChange[] {
  return statuses.map(({ at, status }, index) => {
    const before = statuses[index - 1]?.status;
    const change = (counted: "pending" | "claimed") => Number(status === counted) - Number(before === counted);
    return { at, seats: null, pending: change("pending"), claimed: change("claimed") };
  });
}

/**
 * The steps between two times, both included, from the numbers that the changes begin with. The changes are in the order of
 * time; those before `from` count as if they came at it.
 */
export function usageFrom(start: PoolNumbers, changes: readonly NumbersChange[], from: Date, until: Date): UsageSums {
  return sumsOf(stepsOf(start, changes, from, until), until);
}

function stepsOf(start: PoolNumbers, changes: readonly NumbersChange[], from: Date, until: Date): readonly UsageStep[] {
  const steps: UsageStep[] = [];
  let now: UsageStep = { at: from, seats: start.seats, pending: start.pending, claimed: start.claimed };
  for (const { at, seats, pending, claimed } of changes) {
    if (at > until) break;
    if (at > now.at) take(steps, now);
    now = {
      at: later(now.at, at),
      seats: seats ?? now.seats,
      pending: now.pending + pending,
      claimed: now.claimed + claimed,
    };
  }
  take(steps, now);
  return steps;
}

/** Keeps a step where its numbers are others than the last one's. */
function take(steps: UsageStep[], step: UsageStep): void {
  const last = steps.at(-1);
  if (!last || !isSame(last, step)) steps.push(step);
}

function isSame(one: UsageStep, other: UsageStep): boolean {
  return one.seats === other.seats && one.pending === other.pending && one.claimed === other.claimed;
}

function sumsOf(steps: readonly UsageStep[], until: Date): UsageSums {
  let [peak, span, weighted, overusedMs] = [0, 0, 0, 0];
  for (const [index, { at, seats, pending, claimed }] of steps.entries()) {
    const lasted = +(steps[index + 1]?.at ?? until) - +at;
    const live = pending + claimed;
    peak = Math.max(peak, live);
    span += lasted;
    weighted += live * lasted;
    if (live > seats) overusedMs += lasted;
  }
  const last = steps.at(-1) ?? noNumbers;
  // Of a moment without length it is the number at that moment.
  return { steps, peak, mean: span === 0 ? last.pending + last.claimed : weighted / span, overusedMs };
}
