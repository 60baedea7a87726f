// What a pass counts while it runs, and the report that it ends with. It decides nothing.

import type { Recorded } from "seat-ledger";
import type { PoolRef } from "./pool-ref.ts";

/** A live seat that only the ledger had. It ended in the ledger by an inferred revoke with the cause `drift`. */
export interface ReplayDrift extends PoolRef {
  readonly seatId: string;
  readonly kind: "vanished";
}

/** A pool that this pass could not bring to agreement; both ids are null where it was no single pool. Holds no e-mail. */
export interface ReplayFailure extends PoolRef {
  readonly message: string;
}

/** What one pass saw and did. */
export interface ReplayReport {
  /** Subscriptions and orders with seats that Polar showed. */
  readonly pools: number;
  /** Seats of the listings that were read, revoked ones included. */
  readonly seats: number;
  /** Events that were appended: none where the ledger agreed already. */
  readonly appended: number;
  /** Of these, the steps that nobody showed. */
  readonly inferred: number;
  readonly drift: readonly ReplayDrift[];
  /** HTTP requests, those that were made again included. */
  readonly requests: number;
  /** Time in which requests were held back: by Polar, by the share of its rate limit, or after they had failed. */
  readonly waitedMs: number;
  /** Everything that Polar showed was recorded: there are no failures. */
  readonly complete: boolean;
  readonly failures: readonly ReplayFailure[];
}

export interface Tally {
  readonly asked: () => void;
  readonly waited: (ms: number) => void;
  readonly sawPool: () => void;
  readonly sawSeats: (count: number) => void;
  readonly recorded: (recorded: Recorded, ref: PoolRef | null) => void;
  readonly failed: (ref: PoolRef | null, message: string) => void;
  readonly report: () => ReplayReport;
}

const noPool: PoolRef = { subscriptionId: null, orderId: null };

export function newTally(): Tally {
  const counts = { pools: 0, seats: 0, appended: 0, inferred: 0, requests: 0, waitedMs: 0 };
  const drift: ReplayDrift[] = [];
  const failures: ReplayFailure[] = [];
  return {
    asked: () => {
      counts.requests += 1;
    },
    waited: (ms) => {
      counts.waitedMs += ms;
    },
    sawPool: () => {
      counts.pools += 1;
    },
    sawSeats: (count) => {
      counts.seats += count;
    },
    recorded: ({ appended, inferred, vanished }, ref) => {
      counts.appended += appended;
      counts.inferred += inferred;
      drift.push(...vanished.map((seatId) => ({ ...(ref ?? noPool), seatId, kind: "vanished" as const })));
    },
    failed: (ref, message) => {
      failures.push({ ...(ref ?? noPool), message });
    },
    report: () => ({ ...counts, drift: [...drift], failures: [...failures], complete: failures.length === 0 }),
  };
}
