// How long to wait before something that failed is tried again.

import { expect, test } from "vitest";
import { pauseAfter } from "./back-off.ts";

test("pauses double up to the longest, and half of each is left to chance", () => {
  const pauses = { firstMs: 100, longestMs: 1_000 };
  for (const [failures, full] of [
    [1, 100],
    [2, 200],
    [4, 800],
    [5, 1_000],
    [5_000, 1_000],
  ] as const) {
    const some = Array.from({ length: 100 }, () => pauseAfter(failures, pauses));
    expect(Math.min(...some)).toBeGreaterThanOrEqual(full / 2);
    expect(Math.max(...some)).toBeLessThanOrEqual(full);
    expect(new Set(some).size).toBeGreaterThan(1);
  }
});
