// What merchant and buyers do at Polar, and between it what of it is heard: webhooks that arrive, passes, and passes that are
// stopped at one of their requests.

import fc from "fast-check";
import type { FaultyWorld } from "./faulty-world.ts";
import { happenings, type PolarStep } from "./polar-steps.ts";
import { passTime } from "./polar-world.ts";

export type FaultyStep = fc.AsyncCommand<object, FaultyWorld>;

function step(label: string, run: (world: FaultyWorld) => Promise<unknown>): FaultyStep {
  return { check: () => true, toString: () => label, run: async (_, world) => void (await run(world)) };
}

const deliver = fc.constant(step("deliver", (world) => world.deliver()));
const pass = fc.constant(step("pass", (world) => world.pass()));
/** A small pass makes about ten requests. */
const stopped = fc.integer({ min: 1, max: 14 }).map((at) => step(`pass stopped at ${at}`, (world) => world.pass(at)));
const wait = fc.constantFrom(1, 3_000, 60_000, 3_600_000, 26 * 3_600_000).map((ms) => {
  return step(`wait ${ms} ms`, async () => passTime(ms));
});

const often = <Kind>(times: number, arbitrary: Kind): Kind[] => Array(times).fill(arbitrary);

const reach = fc.boolean().map((isReached) => {
  const label = isReached ? "the endpoint answers again" : "the endpoint does not answer";
  return step(label, async (world) => world.reach(isReached));
});

const switching = fc.constant(
  step("switch to the member model", async ({ sandbox, organizationId }) => {
    passTime(1);
    sandbox.setMemberModel(organizationId, true);
  }),
);

/** It ends only after two complete passes without it. */
function hide(what: string, idAt: (world: FaultyWorld, at: number) => string | undefined) {
  return fc.tuple(fc.nat({ max: 7 }), fc.boolean()).map(([at, isLong]) =>
    step(`hide ${what} ${at}${isLong ? " for two passes" : ""}`, async (world) => {
      const id = idAt(world, at);
      if (id !== undefined) world.hidden.add(id);
      for (const _ of isLong ? [1, 2] : []) {
        passTime(1);
        await world.pass();
      }
    }),
  );
}

const hideSeat = hide("seat", ({ seatIds }, at) => seatIds[at % seatIds.length]);
const hidePool = hide("pool", ({ pools }, at) => Object.values(pools[at % pools.length] ?? {})[0]);
const showAll = fc.constant(step("show all", async ({ hidden }) => hidden.clear()));

/** Most of it is what happens at Polar: a pass sees what came of several steps. */
export const faultySteps: fc.Arbitrary<FaultyStep | PolarStep>[] = [
  ...happenings,
  ...happenings,
  ...often(12, deliver),
  ...often(4, reach),
  ...often(5, pass),
  ...often(5, stopped),
  ...often(5, wait),
  ...often(2, switching),
  ...often(4, hideSeat),
  ...often(2, hidePool),
  ...often(4, showAll),
];

/** The same without passes: where each of them takes real time, there is one alone. */
export const heardSteps: fc.Arbitrary<FaultyStep | PolarStep>[] = [
  ...happenings,
  ...often(6, deliver),
  ...often(2, reach),
  ...often(2, wait),
  switching,
];
