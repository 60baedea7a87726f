// A ledger that is closed and opened again anywhere in its history goes on as if nothing had happened: the same listings,
// the same histories, the same tokens, and the same rules for what comes next.

import fc from "fast-check";
import { describe, test } from "vitest";
import { lastingEngines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import { reopenFile } from "./steps/around.ts";

describe.each(lastingEngines)("$name", (engine) => {
  test("closing and opening the file again changes nothing", { timeout: propertyTimeoutMs }, async () => {
    // The comparison is the reopening's own (steps/around.ts); the model judges everything that comes after it.
    await fc.assert(
      everyHistory(engine, () => async () => {}, [fc.constant(reopenFile())]),
      propertyRuns("reopening changes nothing", engine),
    );
  });
});
