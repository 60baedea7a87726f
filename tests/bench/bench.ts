// What every measure is given: how much to do, and where.

import type { Row } from "./rows.ts";

export interface Bench {
  /** How many events the long log holds. */
  readonly events: number;
  readonly repetitions: number;
  /** Commands in a repetition at full durability; the faster measures do a multiple. */
  readonly commands: number;
  /** Pools of 25 seats on which commands are given. */
  readonly pools: number;
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string;
  /** What can be used again by the next run: the long logs. */
  readonly cache: string;
  /** Where emmett is installed; null where it is left out. */
  readonly emmett: string | null;
}

/** One measure: answers its rows. */
export type Measure = (bench: Bench) => Promise<readonly Row[]>;

/** Long runs are repeated less. */
export function fewer(repetitions: number): number {
  return Math.min(repetitions, 3);
}
