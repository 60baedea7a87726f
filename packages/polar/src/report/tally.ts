// What a pass counts while it runs. It decides nothing, and can be put down in the note of the pass and taken up again.

import type { Recorded } from "seat-ledger";
import { z } from "zod";
import type { PoolRef } from "../pool-ref.ts";
import type { ReplayFailure, ReplayLeftOut } from "./report.ts";

export const countsSchema = z.object({
  appended: z.int(),
  inferred: z.int(),
  requests: z.int(),
  waitedMs: z.number(),
});

export type Counts = z.output<typeof countsSchema>;

export interface Tally {
  readonly asked: () => void;
  readonly waited: (ms: number) => void;
  readonly recorded: (recorded: Pick<Recorded, "appended" | "inferred">) => void;
  readonly failed: (ref: PoolRef | null, message: string) => void;
  readonly leftOut: (source: ReplayLeftOut["source"], message: string) => void;
  readonly counts: () => Counts;
  readonly failures: () => readonly ReplayFailure[];
  readonly sourcesLeftOut: () => readonly ReplayLeftOut[];
  /** Adds what the same pass had counted before it was interrupted. */
  readonly goOnFrom: (before: TallyBefore) => void;
}

export interface TallyBefore {
  readonly counts: Counts;
  readonly failures: readonly ReplayFailure[];
  readonly leftOut: readonly ReplayLeftOut[];
}

const noPool: PoolRef = { subscriptionId: null, orderId: null };

export function newTally(): Tally {
  const counts = { appended: 0, inferred: 0, requests: 0, waitedMs: 0 };
  const failures: ReplayFailure[] = [];
  const leftOut: ReplayLeftOut[] = [];
  const recorded: Tally["recorded"] = ({ appended, inferred }) => {
    counts.appended += appended;
    counts.inferred += inferred;
  };
  return {
    asked: () => {
      counts.requests += 1;
    },
    waited: (ms) => {
      counts.waitedMs += ms;
    },
    recorded,
    failed: (ref, message) => {
      failures.push({ ...(ref ?? noPool), message });
    },
    leftOut: (source, message) => {
      leftOut.push({ source, message });
    },
    counts: () => ({ ...counts }),
    failures: () => [...failures],
    sourcesLeftOut: () => [...leftOut],
    goOnFrom: (before) => {
      recorded(before.counts);
      counts.requests += before.counts.requests;
      counts.waitedMs += before.counts.waitedMs;
      failures.push(...before.failures);
      leftOut.push(...before.leftOut);
    },
  };
}
