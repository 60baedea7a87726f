// Whatever happens at Polar, whatever goes wrong on the way to us, and wherever a pass ends before its time: once the faults
// stop, two passes make the ledger equal to Polar's listing, its holders are true, and the next pass has nothing to add.

import fc from "fast-check";
import { test } from "vitest";
import { file, memory } from "../contract/engines/engines.ts";
import { faultPlans, quickFaultPlans } from "./polar/fault-plans.ts";
import { faultySteps, heardSteps } from "./polar/faulty-steps.ts";
import { openFaultyWorld } from "./polar/faulty-world.ts";
import { killedPass } from "./polar/killed-pass.ts";
import { passTime } from "./polar/polar-world.ts";
import { becomesTrue } from "./polar/truth-laws.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "./property-runs.ts";

const longest = 40;
/** Of all cases together: in some of them a pass is stopped, in the others its process is killed. */
const shares = { stopped: 0.95, killed: 0.05 };

const settings = { memberModel: fc.boolean(), membersForHolders: fc.boolean(), refetches: fc.boolean() };
const circumstances = fc.record({ ...settings, faults: faultPlans });
/** Whether what is late still arrives before the last passes, or never. */
const arrives = fc.boolean();

test("through any faults, and stopped at any request, two passes make the ledger true", {
  timeout: propertyTimeoutMs,
}, async () => {
  const histories = fc.commands(faultySteps, { maxCommands: longest, size: "max" });
  const property = fc.asyncProperty(circumstances, arrives, histories, async (given, latecomers, history) => {
    const world = await openFaultyWorld(memory, given);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
      world.sandbox.faults.clear();
      world.hidden.clear();
      passTime(latecomers ? 27 * 3_600_000 : 1);
      if (latecomers) await world.deliver();
      await becomesTrue(world, world.replay);
    } finally {
      await world.end();
    }
  });
  await fc.assert(property, propertyRuns("Polar through faults", fewer(memory, shares.stopped)));
});

test("through any faults, and killed at any moment, two passes make the ledger true", {
  timeout: propertyTimeoutMs,
}, async () => {
  const before = fc.commands(heardSteps, { maxCommands: 20, size: "max" });
  const after = fc.commands(heardSteps, { maxCommands: 8, size: "max" });
  const kill = fc.record({ at: fc.integer({ min: 1, max: 8 }), after: fc.integer({ min: 0, max: 20 }) });
  const killedCircumstances = fc.record({ ...settings, faults: quickFaultPlans });
  const property = fc.asyncProperty(killedCircumstances, before, kill, after, async (given, first, killing, then) => {
    const world = await openFaultyWorld(file, given);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: world }), first);
      await killedPass(world, killing);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), then);
      world.sandbox.faults.clear();
      await becomesTrue(world, world.replay);
    } finally {
      await world.end();
    }
  });
  const runs = propertyRuns("Polar through faults and kills", { name: file.name, share: shares.killed });
  await fc.assert(property, runs);
});
