// Whatever happened to a ledger, it is whole: everything that was made from its log is what the log comes to, and making it
// again changes nothing; a walk of the log tells the events that the audit shows. Also when somebody was forgotten in the end.

import fc from "fast-check";
import type { LedgerEvent } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { eventsAfter } from "./events-after.ts";
import { everyEnding } from "./histories.ts";
import { polarSteps, replay } from "./polar/polar-steps.ts";
import { openPolarWorld } from "./polar/polar-world.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { World } from "./world.ts";

async function isWhole({ ledger }: Pick<World, "ledger">): Promise<void> {
  expect(await ledger.verify()).toMatchObject({ ok: true, problems: [], more: 0 });
  expect(await ledger.rebuild()).toMatchObject({ changed: 0 });
}

async function walkShowsTheAudit({ ledger }: Pick<World, "ledger">): Promise<void> {
  const shown: LedgerEvent[] = [];
  for await (const { event } of ledger.export()) shown.push(event);
  expect(await eventsAfter(ledger, 0)).toStrictEqual(shown);
}

async function wholeAfterAnything(world: World, choice: number): Promise<void> {
  await isWhole(world);
  await walkShowsTheAudit(world);
  const people = world.model.pools.flatMap(({ people: known }) => known);
  const person = people[choice % Math.max(1, people.length)];
  if (!person) return;
  await world.ledger.forgetPerson({ personId: person.id }, { reason: "asked for" });
  await isWhole(world);
  await walkShowsTheAudit(world);
}

describe.each(engines)("on $name", (engine) => {
  test("a ledger is whole after any history", { timeout: propertyTimeoutMs }, async () => {
    await fc.assert(everyEnding(engine, wholeAfterAnything), propertyRuns("whole after anything", engine));
  });

  test("a ledger is whole after any replay of Polar", { timeout: propertyTimeoutMs }, async () => {
    const histories = fc.commands(polarSteps, { maxCommands: 50, size: "max" });
    const property = fc.asyncProperty(fc.boolean(), histories, async (memberModel, history) => {
      const world = await openPolarWorld(engine, memberModel);
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
        await replay.run({}, world);
        await isWhole(world);
        // Where a file is opened for each reading, an export of so long a log takes minutes.
        if (!engine.lasting) await walkShowsTheAudit(world);
      } finally {
        await world.end();
      }
    });
    await fc.assert(property, propertyRuns("whole after a replay", fewer(engine, 0.5)));
  });
});
