// Random histories: legal and illegal steps in any order, about few pools and few people, so that they meet often.

import fc from "fast-check";
import { arbitraries } from "seat-ledger/testing";
import type { Engine } from "../contract/engines/engines.ts";
import type { Step } from "./step.ts";
import { activate, close, reopen, resize } from "./steps/about-a-pool.ts";
import { claim, resend, revoke } from "./steps/about-one-seat.ts";
import { changeEmail, passTime } from "./steps/around.ts";
import { assign, assignStale } from "./steps/assign.ts";
import type { Law } from "./world.ts";
import { World } from "./world.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const longest = 40;

/** The last one is beyond the last pool: nobody opened it. */
const pool = fc.oneof({ weight: 12, arbitrary: fc.nat({ max: 2 }) }, { weight: 1, arbitrary: fc.constant(3) });
/** Counted round: whichever number it is, it names one of the seats that there are, or one that there is not. */
const seat = fc.nat({ max: 11 });
const email = arbitraries(fc).email();

const assigning: fc.Arbitrary<Step> = fc.record({ pool, email, immediateClaim: fc.boolean() }).map(assign);

/** Assigning and claiming stand more than once: without them the other steps have nothing to meet. */
const steps: fc.Arbitrary<Step>[] = [
  assigning,
  assigning,
  assigning,
  assigning,
  assigning,
  assigning,
  fc.constant(claim(0)),
  fc.nat({ max: 3 }).map(claim),
  fc.nat({ max: 12 }).map(claim),
  seat.map(revoke),
  seat.map(revoke),
  seat.map(resend),
  fc.record({ pool, seats: fc.nat({ max: 4 }) }).map(resize),
  pool.map(close),
  pool.map(reopen),
  fc.constant(reopen(0)),
  fc.constant(reopen(2)),
  fc.constant(activate(1)),
  pool.map(activate),
  fc.record({ pool, email }).map(assignStale),
  fc.record({ person: fc.nat({ max: 4 }), email }).map(changeEmail),
  fc.record({ person: fc.nat({ max: 1 }), email }).map(changeEmail),
  fc.constantFrom(minuteMs, 7 * hourMs, 13 * hourMs).map(passTime),
];

/** A property over random histories on an engine: the law holds after each of their steps. */
export function everyHistory(engine: Engine, law: () => Law, around: readonly fc.Arbitrary<Step>[] = []) {
  return fc.asyncProperty(histories(around), (history) => played(history, engine, law(), async () => {}));
}

/** A property of the worlds in which random histories end; the number chooses among what there is. */
export function everyEnding(engine: Engine, check: (world: World, choice: number) => Promise<void>) {
  const lawless: Law = async () => {};
  return fc.asyncProperty(histories([]), fc.nat({ max: 999 }), (history, choice) =>
    played(history, engine, lawless, (world) => check(world, choice)),
  );
}

function histories(around: readonly fc.Arbitrary<Step>[]) {
  return fc.commands([...steps, ...around], { maxCommands: longest, size: "max" });
}

async function played(
  history: Iterable<Step>,
  engine: Engine,
  law: Law,
  atTheEnd: (world: World) => Promise<void>,
): Promise<void> {
  const world = await World.open(engine, law);
  try {
    await fc.asyncModelRun(() => ({ model: world.model, real: world }), history);
    await atTheEnd(world);
  } finally {
    await world.end();
  }
}
