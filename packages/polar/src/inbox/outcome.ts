// What came of one observation.

import type { Recorded } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";

/** A pool that Polar has to be asked for. */
export interface Refetch {
  readonly ref: PoolRef;
  /** The subscription or order itself too; else its seats alone. */
  readonly whole: boolean;
}

export type Outcome = Applied | Waits | Unread;

/** A pool, or an organization: of what waits for one of these nothing tells which. */
export type Opens = PoolRef | "organization";

export interface Applied {
  readonly kind: "applied";
  readonly recorded: readonly Recorded[];
  /** Something became known, and what waited for it can be applied. */
  readonly opens: Opens | null;
  readonly refetch: readonly Refetch[];
}

/** What it is about is not known yet. */
export interface Waits {
  readonly kind: "waits";
  readonly refetch: readonly Refetch[];
}

export interface Unread {
  readonly kind: "unread";
  readonly problem: string;
}

/** It was read, and changes nothing. */
export const nothingToDo: Applied = { kind: "applied", recorded: [], opens: null, refetch: [] };

export function applied(...recorded: readonly Recorded[]): Applied {
  return { ...nothingToDo, recorded };
}
