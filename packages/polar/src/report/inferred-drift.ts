// The steps that the ledger had to infer, as entries of a report. Pure.

import type { Recorded } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { InferredDrift } from "./drift.ts";

export function inferredDrift(
  { subscriptionId, orderId }: PoolRef,
  guesses: Recorded["guesses"],
): readonly InferredDrift[] {
  return guesses.map(({ seatId, step, notBefore, notAfter }) => ({
    ...{ kind: "inferred" as const, subscriptionId, orderId, seatId, step, done: "recorded" as const },
    ...{ notBefore: notBefore?.toISOString() ?? null, notAfter: notAfter.toISOString() },
  }));
}
