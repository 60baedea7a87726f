// What an inspection finds: something that is not as the log says, or is wrong with the log.

import type { Bound } from "../../store/query.ts";

/** Something that is not as the log says, or is wrong with the log. */
export interface Difference {
  readonly table: string;
  /** Null for a whole row. */
  readonly field: string | null;
  readonly stream: number | null;
  readonly version: number | null;
  readonly position?: number;
  readonly expected: string;
  readonly found: string;
  /** What makes it right, in order; empty where nothing can. */
  readonly mends: readonly Bound[];
}

/** Of the log itself: nothing that is made from it mends that. */
export function inLog(table: string, stream: number, version: number | null) {
  return { table, stream, version, field: null, mends: [] };
}
