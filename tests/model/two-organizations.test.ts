// Two organizations live side by side in one ledger, with the same e-mails, external ids and products. Whatever they do,
// fenced or not, each sees what a plain model of it sees, and nothing of the other.

import fc from "fast-check";
import { test } from "vitest";
import { memory } from "../contract/engines/engines.ts";
import { propertyRuns, propertyTimeoutMs } from "../properties/property-runs.ts";
import { emails } from "./cast.ts";
import { circumstances, retry, type Step } from "./step.ts";
import { forgetPerson, removeCustomer, removeMember } from "./steps/leaving.ts";
import { changeOrganization, facts, registerCustomer, registerMember } from "./steps/people.ts";
import { activatePool, closePool, openPool, reopenPool, resizePool } from "./steps/pools.ts";
import { naming } from "./steps/recipient.ts";
import { assignSeat, claimSeat, resendInvitation, revokeSeat } from "./steps/seats.ts";
import { passTime } from "./steps/time.ts";
import { World } from "./world.ts";

const longest = 50;

const pool = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 3 }) });
const seats = fc.nat({ max: 4 });
const metadata = fc.oneof(fc.constant({}), fc.constant({ desk: "window" }));

function stepsOf<Args>(args: fc.Arbitrary<Args>, make: (given: Parameters<typeof closePool>[0], args: Args) => Step) {
  return fc.tuple(circumstances, args).map(([given, chosen]) => make(given, chosen));
}

const assigning = stepsOf(
  fc.record({ pool, named: naming, immediateClaim: fc.boolean(), metadata, byCheckout: fc.boolean() }),
  assignSeat,
);
const claiming = stepsOf(fc.record({ token: fc.oneof(fc.constant(0), fc.nat({ max: 6 })) }), claimSeat);
const ofSeat = fc.record({ seat: fc.nat({ max: 7 }) });
const email = fc.constantFrom(...emails);

/** What makes others possible stands more than once. */
const steps: fc.Arbitrary<Step>[] = [
  ...Array(8).fill(assigning),
  ...Array(4).fill(claiming),
  stepsOf(ofSeat, revokeSeat),
  stepsOf(ofSeat, revokeSeat),
  stepsOf(ofSeat, resendInvitation),
  stepsOf(ofSeat, resendInvitation),
  stepsOf(fc.record({ pool, seats, theirs: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()) }), openPool),
  stepsOf(fc.record({ pool, seats }), resizePool),
  stepsOf(fc.record({ pool, seats }), resizePool),
  stepsOf(pool, closePool),
  stepsOf(pool, reopenPool),
  stepsOf(pool, reopenPool),
  stepsOf(fc.constant(1), activatePool),
  stepsOf(pool, activatePool),
  stepsOf(fc.oneof(fc.constant(true), fc.constant(true), fc.boolean()), changeOrganization),
  stepsOf(facts, registerCustomer),
  stepsOf(facts, registerCustomer),
  stepsOf(
    fc.tuple(facts, email, fc.nat({ max: 4 })).map(([told, one, customer]) => ({ ...told, email: one, customer })),
    registerMember,
  ),
  stepsOf(
    fc.tuple(facts, email).map(([told, one]) => ({ ...told, email: one, customer: 0 })),
    registerMember,
  ),
  stepsOf(fc.nat({ max: 7 }), removeMember),
  stepsOf(fc.nat({ max: 7 }), removeCustomer),
  stepsOf(fc.nat({ max: 7 }), forgetPerson),
  fc.record({ which: fc.constantFrom(0 as const, 1 as const), index: fc.nat({ max: 3 }) }).map(retry),
  fc.constantFrom(1, 7 * 60, 25 * 60).map(passTime),
];

test("two organizations in one ledger each see their own, and nothing of the other", {
  timeout: propertyTimeoutMs,
}, async () => {
  const options = fc.record({
    bolt: fc.constantFrom("on" as const, "off" as const),
    lapsedInvitations: fc.constantFrom("hold" as const, "release" as const),
  });
  const histories = fc.commands(steps, { maxCommands: longest, size: "max" });
  const property = fc.asyncProperty(options, histories, async (chosen, history) => {
    const { model, world } = await World.open(chosen);
    try {
      await fc.asyncModelRun(() => ({ model, real: world }), history);
      await world.end();
    } finally {
      await world.close();
    }
  });
  await fc.assert(property, propertyRuns("two organizations", memory));
});
