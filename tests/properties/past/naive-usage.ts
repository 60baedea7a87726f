// Usage as a plain fold tells it: at each time at which something occurred the whole pool is folded anew and its seats are
// counted.

import type { LedgerEvent, Usage } from "seat-ledger";
import { countOf, naivePool } from "./naive-past.ts";

/** `log` ends where the answer was computed; nothing in it may have been learned late. */
export function naiveUsage(log: readonly LedgerEvent[], poolId: string, from: Date, until: Date) {
  const own = log.filter(({ stream }) => stream.id === poolId);
  const times = [from, ...own.map(({ occurredAt }) => occurredAt)]
    .filter((at) => at >= from && at <= until)
    .toSorted((one, other) => Number(one) - Number(other));
  const steps: Usage["steps"][number][] = [];
  for (const at of times) {
    const pool = naivePool(
      own.filter(({ occurredAt }) => occurredAt <= at),
      poolId,
    );
    if (!pool) continue;
    const numbers = { seats: pool.seats, pending: countOf(pool, "pending"), claimed: countOf(pool, "claimed") };
    const last = steps.at(-1);
    if (!last || JSON.stringify({ ...last, at }) !== JSON.stringify({ at, ...numbers })) steps.push({ at, ...numbers });
  }
  return { steps, ...sumsOf(steps, until) };
}

/** What the steps of a span add up to, millisecond by millisecond. */
export function sumsOf(steps: Usage["steps"], until: Date) {
  const parts = steps.map(({ at, seats, pending, claimed }, index) => ({
    lasted: Number(steps[index + 1]?.at ?? until) - Number(at),
    live: pending + claimed,
    seats,
  }));
  const span = parts.reduce((sum, { lasted }) => sum + lasted, 0);
  const weighted = parts.reduce((sum, { live, lasted }) => sum + live * lasted, 0);
  return {
    peak: Math.max(0, ...parts.map(({ live }) => live)),
    mean: span === 0 ? (parts.at(-1)?.live ?? 0) : weighted / span,
    overusedMs: parts.reduce((sum, { live, seats, lasted }) => sum + (live > seats ? lasted : 0), 0),
  };
}

/** The part of a series of steps that lies in a span. */
export function partOf(steps: Usage["steps"], from: Date, until: Date): Usage["steps"] {
  const held = steps.findLast(({ at }) => at <= from);
  return [...(held ? [{ ...held, at: from }] : []), ...steps.filter(({ at }) => at > from && at <= until)];
}
