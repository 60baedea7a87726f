// What merchant and buyers do at Polar, in any order. What Polar refuses does not happen; nobody tells the ledger anything
// until the next pass of a replay, after which it has to show what Polar lists.

import { PolarSandboxError, type SeatAssignment } from "@seat-ledger/polar-sandbox";
import fc from "fast-check";
import { everythingAgrees } from "./polar-laws.ts";
import { type PolarWorld, passTime } from "./polar-world.ts";

export type PolarStep = fc.AsyncCommand<object, PolarWorld>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Never zero: two things that Polar does to one seat lie apart. */
const laterBy = fc.constantFrom(1, minuteMs, 7 * hourMs, 25 * hourMs);

/** A step at Polar, the time after which it happens, and silence where Polar refuses it. */
function atPolar(label: string, ms: number, happen: (world: PolarWorld) => void): PolarStep {
  return {
    check: () => true,
    toString: () => `${label} after ${ms} ms`,
    async run(_model, world) {
      passTime(ms);
      try {
        happen(world);
      } catch (error) {
        if (!(error instanceof PolarSandboxError)) throw error;
      }
    },
  };
}

export const replay: PolarStep = {
  check: () => true,
  toString: () => "replay",
  async run(_model, world) {
    passTime(1);
    await everythingAgrees(world, await world.replay());
  },
};

const index = fc.nat({ max: 7 });
/** Half of them are the two orders, which take seats once they are paid. */
const pool = fc.nat({ max: 3 });
const seats = fc.nat({ max: 4 });
const email = fc.constantFrom("ada", "bob", "cyd", "dan", "ADA", "one").map((name) => `${name}@buyers.example`);
const metadata = fc.option(fc.record({ team: fc.constantFrom("red", "blue") }));

function assign([at, email, immediateClaim, metadata, ms]: [number, string, boolean, object | null, number]) {
  const how = `${email}${immediateClaim ? ", at once" : ""}${metadata ? `, ${JSON.stringify(metadata)}` : ""}`;
  return atPolar(`assign(pool ${at}, ${how})`, ms, ({ sandbox, pools, seatIds, memberIds }) => {
    const input = { ...around(pools, at), email, immediateClaim, metadata } as SeatAssignment;
    const { id, memberId } = sandbox.assignSeat(input);
    if (!seatIds.includes(id)) seatIds.push(id);
    if (memberId !== null) memberIds.add(memberId);
  });
}

/** A step about one thing of the world, named by its place in a list. */
function about(
  what: string,
  place: fc.Arbitrary<number>,
  happen: (world: PolarWorld, at: number) => unknown,
): fc.Arbitrary<PolarStep> {
  return fc.tuple(place, laterBy).map(([at, ms]) => atPolar(`${what} ${at}`, ms, (world) => void happen(world, at)));
}

function sized(
  what: string,
  happen: (world: PolarWorld, at: number, seats: number) => unknown,
): fc.Arbitrary<PolarStep> {
  return fc
    .tuple(index, seats, laterBy)
    .map(([at, count, ms]) => atPolar(`${what}(${at}, ${count})`, ms, (world) => void happen(world, at, count)));
}

// Things are counted round, so that nearly every step finds something.
const around = <Thing>(things: readonly Thing[], at: number) => things[at % things.length];
const subscriptionAt = ({ pools }: PolarWorld, at: number) => {
  const subscriptions = pools.flatMap((ref) => ("subscriptionId" in ref ? [ref.subscriptionId] : []));
  return around(subscriptions, at) ?? "no-subscription";
};
const orderAt = ({ pools }: PolarWorld, at: number) => {
  const orders = pools.flatMap((ref) => ("orderId" in ref ? [ref.orderId] : []));
  return around(orders, at) ?? "no-order";
};
const seatAt = ({ seatIds }: PolarWorld, at: number) => around(seatIds, at) ?? "no-seat";
const memberAt = ({ memberIds }: PolarWorld, at: number) => around([...memberIds], at) ?? "no-member";
/** The tokens that went out by mail and are alive. */
const tokenAt = ({ sandbox, seatIds }: PolarWorld, at: number) => {
  const tokens = seatIds.map((id) => sandbox.invitationTokenOf(id)).filter((token) => token !== null);
  return around(tokens, at) ?? "no-token";
};

const assigning = fc.tuple(pool, email, fc.boolean(), metadata, laterBy).map(assign);
const renaming = fc.tuple(index, email, laterBy).map(([at, address, ms]) =>
  atPolar(`change e-mail of member ${at} to ${address}`, ms, (world) => {
    world.sandbox.changeMemberEmail(memberAt(world, at), address);
  }),
);
const often = <Kind>(times: number, arbitrary: Kind): Kind[] => Array(times).fill(arbitrary);

/** What makes seats move stands more than once: without it nothing else meets anybody. */
export const happenings: fc.Arbitrary<PolarStep>[] = [
  ...often(9, assigning),
  ...often(
    3,
    about("claim token", index, (world, at) => {
      world.sandbox.claimSeat({ invitationToken: tokenAt(world, at) });
    }),
  ),
  ...often(
    5,
    about("revoke seat", index, (world, at) => world.sandbox.revokeSeat({ seatId: seatAt(world, at) })),
  ),
  about("resend seat", index, (world, at) => world.sandbox.resendInvitation({ seatId: seatAt(world, at) })),
  ...often(2, renaming),
  about("delete member", index, (world, at) => world.sandbox.deleteMember(memberAt(world, at))),
  about("end subscription", index, (world, at) => world.sandbox.endSubscription(subscriptionAt(world, at))),
  about("pause subscription", index, (world, at) => world.sandbox.pauseSubscription(subscriptionAt(world, at))),
  ...often(
    3,
    about("reactivate subscription", index, (world, at) => {
      world.sandbox.reactivateSubscription(subscriptionAt(world, at));
    }),
  ),
  about("pay order", index, (world, at) => world.sandbox.payOrder(orderAt(world, at))),
  about("refund order", index, (world, at) => world.sandbox.refundOrder(orderAt(world, at))),
  sized("update seats", (world, at, count) => world.sandbox.updateSubscriptionSeats(subscriptionAt(world, at), count)),
  sized("apply scheduled seats", (world, at, count) => {
    world.sandbox.applyScheduledSeats(subscriptionAt(world, at), count);
  }),
  sized("subscribe customer", (world, at, count) => world.subscribe(at, count)),
];

/** What happens at Polar, and a pass now and then. */
export const polarSteps: fc.Arbitrary<PolarStep>[] = [...happenings, ...often(4, fc.constant(replay))];
