// A ledger that is closed and opened again anywhere in its history goes on as if nothing had happened: the same listings,
// the same histories, the same tokens, and the same rules for what comes next.

import fc from "fast-check";
import { test } from "vitest";
import { everyHistory } from "./histories.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";

test("closing and opening the file again changes nothing", { timeout: propertyTimeoutMs }, async () => {
  // The comparison is the reopening's own (steps/around.ts); the model judges everything that comes after it.
  await fc.assert(
    everyHistory(() => async () => {}, "file"),
    propertyRuns("reopening changes nothing"),
  );
});
