// The commands that give seats, to one person or to several: every refusal, in the order of precedence. Both ask the same
// about the pool and about whom they are given; what is wrong with one of several is told in that person's place.

import type { SeatLedger } from "seat-ledger";
import { aboutPools, climb, email, eve, nobody, type OnPool, type Rung } from "./ladder.ts";

type Recipient = Parameters<SeatLedger["assignSeats"]>[0]["recipients"][number];
/** Where a seat is given: of a world only these are arguments. */
type Place = { readonly subscriptionId?: string; readonly orderId?: string };
type Give = (ledger: SeatLedger, place: Place, recipient: Recipient) => Promise<unknown>;

const giveOne: Give = (ledger, { subscriptionId, orderId }, recipient) =>
  ledger.assignSeat({ subscriptionId, orderId, ...recipient });

const giveFirst: Give = async (ledger, { subscriptionId, orderId }, recipient) => {
  const [result] = await ledger.assignSeats({ subscriptionId, orderId, recipients: [recipient] });
  if (result && "error" in result) throw result.error;
  return result;
};

const assign: OnPool = (ledger, pool, context) => ledger.assignSeat({ email, ...pool }, context);
const assignMany: OnPool = (ledger, pool, context) =>
  ledger.assignSeats({ recipients: [{ email }, { email: "joe@acme.example" }], ...pool }, context);

/** What is asked about the pool, before anybody is looked at. */
function aboutGiving(call: OnPool): readonly Rung[] {
  return [
    ...aboutPools(call, "SeatsNotEnabled", async ({ unpaid, seatsOff }) => {
      await seatsOff();
      return unpaid;
    }).slice(0, -1),
    [
      "SeatsNotEnabled",
      "PoolNotActive",
      async ({ ledger, unpaid, seatsOff }) => {
        await seatsOff();
        return call(ledger, unpaid);
      },
    ],
    [
      "PoolNotActive",
      "SeatNotAvailable",
      async ({ ledger, full }) => {
        await ledger.closePool(full);
        return call(ledger, full);
      },
    ],
  ];
}

/** A customer is nobody to be given a seat where there are members. */
function aboutNobody(give: Give): readonly Rung[] {
  return [
    [
      "SeatNotAvailable",
      "InvalidSeatAssignmentRequest",
      ({ ledger, full }) => give(ledger, full, { customerId: nobody }),
    ],
    ["InvalidSeatAssignmentRequest", "", (world) => give(world.ledger, world, { externalCustomerId: "nobody" })],
  ];
}

function toMemberWithEmail(give: Give): readonly Rung[] {
  return [
    [
      "SeatNotAvailable",
      "MemberEmailMismatch",
      async (world) => {
        await eve(world);
        return give(world.ledger, world.full, { externalMemberId: "eve", email });
      },
    ],
    [
      "MemberEmailMismatch",
      "SeatAlreadyAssigned",
      async (world) => {
        await eve(world);
        await world.invited(email);
        await world.invited("eve@acme.example");
        return give(world.ledger, world, { externalMemberId: "eve", email });
      },
    ],
    [
      "SeatAlreadyAssigned",
      "",
      async (world) => {
        await world.invited(email);
        return give(world.ledger, world, { email });
      },
    ],
  ];
}

function toMember(give: Give, unknown: Recipient): readonly Rung[] {
  return [
    ["SeatNotAvailable", "MemberNotFound", ({ ledger, full }) => give(ledger, full, { memberId: nobody })],
    ["MemberNotFound", "", (world) => give(world.ledger, world, unknown)],
  ];
}

function withoutMembers(give: Give): readonly Rung[] {
  const switchedOff = (ledger: SeatLedger) =>
    ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
  return [
    [
      "SeatNotAvailable",
      "CustomerNotFound",
      async ({ ledger, full }) => {
        await switchedOff(ledger);
        return give(ledger, full, { customerId: nobody });
      },
    ],
    [
      "CustomerNotFound",
      "",
      async (world) => {
        await switchedOff(world.ledger);
        return give(world.ledger, world, { customerId: nobody });
      },
    ],
  ];
}

climb({
  assignSeat: [...aboutGiving(assign), ...aboutNobody(giveOne)],
  "assignSeat, without the member model": withoutMembers(giveOne),
  "assignSeat, to a member": toMember(giveOne, { externalMemberId: "x" }),
  "assignSeat, to a member with an e-mail": toMemberWithEmail(giveOne),
  assignSeats: [
    [
      "InvalidRequest recipients.0.email",
      "PoolNotFound",
      ({ ledger }) => ledger.assignSeats({ subscriptionId: nobody, recipients: [{ email: "x" }] }),
    ],
    ...aboutGiving(assignMany).slice(1),
    ...aboutNobody(giveFirst),
  ],
  "assignSeats, without the member model": withoutMembers(giveFirst),
  "assignSeats, to a member": toMember(giveFirst, { memberId: nobody }),
  "assignSeats, to a member with an e-mail": toMemberWithEmail(giveFirst),
});
