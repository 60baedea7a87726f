// Runs contenders by turns, so that what the machine does meanwhile meets all of them alike, and tells medians of what
// each repetition found. Ratios are taken within a repetition: absolute figures move with the machine, ratios hardly do.

import { execFileSync } from "node:child_process";
import type { Spread } from "./rows.ts";

/** Answers what it measured, such as commands in a second. */
export type Contender = () => Promise<number> | number;

export interface Turns {
  /** A first round more is not counted, but where there is one only: that is a trial. */
  readonly repetitions: number;
}

/** How often each contender gets its turn. */
export function roundsOf({ repetitions }: Turns): number {
  return repetitions > 1 ? repetitions + 1 : repetitions;
}

/** What each contender measured, one number for each repetition. */
export async function interleave<Name extends string>(
  contenders: { readonly [N in Name]: Contender },
  { repetitions }: Turns,
): Promise<{ readonly [N in Name]: readonly number[] }> {
  const names = Object.keys(contenders) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, [] as number[]])) as { readonly [N in Name]: number[] };
  for (let round = repetitions - roundsOf({ repetitions }); round < repetitions; round += 1) {
    for (const name of rotated(names, Math.abs(round))) {
      settle();
      const measured = await contenders[name]();
      if (round >= 0) found[name].push(measured);
    }
  }
  return found;
}

/** Nobody pays for what another has left to collect or to write. */
export function settle(): void {
  globalThis.gc?.();
  try {
    execFileSync("sync");
  } catch {
    // A system without the command: its disk settles by itself.
  }
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

export function spreadOf(all: readonly number[]): Spread {
  const sorted = all.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  return { median, lowest: sorted[0] ?? Number.NaN, highest: sorted.at(-1) ?? Number.NaN, all };
}

/** The ratio within each repetition. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spreadOf(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}

/** How often something is done in a second. */
export async function perSecond(times: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const began = performance.now();
  await work();
  return times / ((performance.now() - began) / 1_000);
}
