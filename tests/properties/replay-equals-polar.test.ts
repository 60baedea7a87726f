// Replaying Polar ends equal to Polar, whatever happened there and however seldom anybody looked: listings agree field by
// field, a further pass adds nothing, every event is legal, and what is said of the past lies where it happened.

import fc from "fast-check";
import { describe, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { polarSteps, replay } from "./polar/polar-steps.ts";
import { openPolarWorld } from "./polar/polar-world.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";

const longest = 50;

describe.each(engines)("$name", (engine) => {
  test("a replay of any history of Polar ends equal to its listing", { timeout: propertyTimeoutMs }, async () => {
    const histories = fc.commands(polarSteps, { maxCommands: longest, size: "max" });
    const property = fc.asyncProperty(fc.boolean(), histories, async (memberModel, history) => {
      const world = await openPolarWorld(engine, memberModel);
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
        await replay.run({}, world);
      } finally {
        await world.end();
      }
    });
    await fc.assert(property, propertyRuns("replay equals Polar", engine));
  });
});
