// A verification of a file finds the same in threads of its own as in the caller's.

import type { SeatLedger, Verification } from "seat-ledger";
import { expect } from "vitest";

/** What both find. One thread looks at all parts as two do. */
export async function verifiedBothWays(ledger: SeatLedger): Promise<Omit<Verification, "threads">> {
  const { threads: none, ...here } = await ledger.verify({ threads: 0 });
  const { threads, ...inThreads } = await ledger.verify({ threads: 1 });
  expect([none, threads]).toEqual([0, 1]);
  expect(inThreads).toEqual(here);
  return here;
}
