// What every part of an inspection needs: the store, and what becomes of the differences that it finds.

import { setImmediate } from "node:timers/promises";
import type { Reader, Reads } from "../../store/port.ts";
import type { Difference } from "./difference.ts";

/** How far it has come: in events, of a backup in bytes. */
export interface Progress {
  readonly done: number;
  /** Grows with what is appended meanwhile. */
  readonly total: number;
}

/** What it takes to look at a ledger page by page. */
export interface Looking {
  readonly store: Reader;
  readonly signal: AbortSignal | null;
}

export interface Inspection extends Looking {
  readonly onProgress: ((progress: Progress) => void) | null;
  /** Runs reads that find differences, and does with these what is to be done. */
  readonly settle: (reads: () => Reads<readonly Difference[]>) => Promise<void>;
  /** After how many rows of views they are compared. */
  readonly largestStretch?: number;
  /** Fills the inverted index again, up to a position, after it was settled that it is wrong. */
  readonly reindex: (upTo: number) => Promise<void>;
  /** Takes what is wrong with the log itself. */
  readonly tell: (differences: readonly Difference[]) => Promise<void>;
}

/** Lets everybody else have a turn, and gives up where that was asked for. */
export async function pause({ signal }: Looking): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Never tells less than before, nor more than there is to do, though that grows meanwhile. */
export function rising(onProgress: Inspection["onProgress"]): Inspection["onProgress"] {
  let most = 0;
  return (
    onProgress &&
    (({ done, total }) => {
      most = Math.max(most, done);
      onProgress({ done: most, total: Math.max(total, most) });
    })
  );
}
