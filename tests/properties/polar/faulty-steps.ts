// What merchant and buyers do at Polar, and between it what of it is heard: webhooks that arrive, passes, and passes that are
// stopped at one of their requests.

import fc from "fast-check";
import type { FaultyWorld } from "./faulty-world.ts";
import { happenings, type PolarStep } from "./polar-steps.ts";
import { passTime } from "./polar-world.ts";
import { oneHolderAtATime } from "./truth-laws.ts";

export type FaultyStep = fc.AsyncCommand<object, FaultyWorld>;

function step(label: string, run: (world: FaultyWorld) => Promise<unknown>): FaultyStep {
  return { check: () => true, toString: () => label, run: async (_, world) => void (await run(world)) };
}

const deliver = fc.constant(step("deliver", (world) => world.deliver()));
async function passThrough(world: FaultyWorld, stopAt?: number): Promise<void> {
  await world.pass(stopAt);
  await oneHolderAtATime(world);
}

const pass = fc.constant(step("pass", (world) => passThrough(world)));
/** A small pass makes about ten requests. */
const stopped = fc.integer({ min: 1, max: 14 }).map((at) => {
  return step(`pass stopped at ${at}`, (world) => passThrough(world, at));
});
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

/** Something that is there is left out from now on; after two complete passes without it, it is taken to be gone. */
function hide(what: string, idsIn: (world: FaultyWorld) => readonly string[]) {
  return fc.tuple(fc.nat({ max: 7 }), fc.boolean()).map(([at, isMissed]) =>
    step(`hide ${what} ${at}${isMissed ? " until it is missed" : ""}`, async (world) => {
      const ids = idsIn(world);
      const hidden = ids[at % ids.length];
      if (hidden === undefined) return;
      if (!isMissed) return void world.hidden.add(hidden);
      await withoutFaults(world, async () => {
        await passThrough(world);
        world.hidden.add(hidden);
        for (const _ of [1, 2]) {
          passTime(1);
          await passThrough(world);
        }
      });
    }),
  );
}

/** A pass with a failure ends nothing. */
async function withoutFaults({ sandbox: { faults } }: FaultyWorld, work: () => Promise<void>): Promise<void> {
  const before = faults.current();
  faults.clear();
  await work();
  // Their chance begins anew: not with the same draws.
  if (before) faults.set({ ...before, seed: before.seed + 1 });
}

const hideSeat = hide("seat", ({ sandbox }) => {
  const held = sandbox.holdings().filter(({ to }) => to === null);
  return held.map(({ seatId }) => seatId);
});
const hidePool = hide("pool", ({ pools }) => pools.flatMap((ref) => Object.values(ref)));
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
  ...often(6, hideSeat),
  ...often(2, hidePool),
  ...often(5, showAll),
];

/** The same without passes: where each of them takes real time, there is one alone. */
export const heardSteps: fc.Arbitrary<FaultyStep | PolarStep>[] = [
  ...happenings,
  ...often(6, deliver),
  ...often(2, reach),
  ...often(2, wait),
  switching,
];
