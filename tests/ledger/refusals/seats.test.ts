// The commands about a seat: every refusal, in the order of precedence.

import type { CommandContext, SeatLedger } from "seat-ledger";
import {
  aboutPools,
  climb,
  email,
  eve,
  nobody,
  type OnPool,
  type Rung,
  seatOf,
  usedKey,
  type World,
  wrongTime,
  wrongVersion,
} from "./ladder.ts";

type OnSeat = (ledger: SeatLedger, seat: { readonly seatId: string }, context?: CommandContext) => Promise<unknown>;

function aboutSeats(call: OnSeat): readonly Rung[] {
  return [
    ["InvalidRequest seatId", "SeatNotFound", ({ ledger }) => call(ledger, { seatId: "x" })],
    ["SeatNotFound", "IdempotencyConflict", ({ ledger }) => call(ledger, { seatId: nobody }, usedKey)],
    ["IdempotencyConflict", "PoolMirrored", ({ ledger, mirroredSeat }) => call(ledger, mirroredSeat, usedKey)],
    ["PoolMirrored", "VersionConflict", ({ ledger, mirroredSeat }) => call(ledger, mirroredSeat, wrongVersion)],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      async (world) => call(world.ledger, await seatOf(world), { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "SeatsNotEnabled",
      async (world) => {
        const seat = await seatOf(world);
        await world.seatsOff();
        return call(world.ledger, seat, wrongTime);
      },
    ],
  ];
}

/** A seat that is revoked, in an organization whose seats are switched off. */
const offAndRevoked = async (world: World) => {
  const seat = await seatOf(world);
  await world.ledger.revokeSeat(seat);
  await world.seatsOff();
  return seat;
};

const assignMany: OnPool = (ledger, pool, context) =>
  ledger.assignSeats({ recipients: [{ email }, { email: "joe@acme.example" }], ...pool }, context);

/** What is wrong with one person is told in that person's place. */
async function first(
  ledger: SeatLedger,
  { subscriptionId, orderId }: { readonly subscriptionId?: string; readonly orderId?: string },
  recipient: Parameters<SeatLedger["assignSeats"]>[0]["recipients"][number],
): Promise<unknown> {
  const [result] = await ledger.assignSeats({ subscriptionId, orderId, recipients: [recipient] });
  if (result && "error" in result) throw result.error;
  return result;
}

const assign: OnPool = (ledger, pool, context) => ledger.assignSeat({ email, ...pool }, context);
climb({
  assignSeat: [
    ...aboutPools(assign, "SeatsNotEnabled", async ({ unpaid, seatsOff }) => {
      await seatsOff();
      return unpaid;
    }).slice(0, -1),
    [
      "SeatsNotEnabled",
      "PoolNotActive",
      async ({ ledger, unpaid, seatsOff }) => {
        await seatsOff();
        return assign(ledger, unpaid);
      },
    ],
    [
      "PoolNotActive",
      "SeatNotAvailable",
      async ({ ledger, full }) => {
        await ledger.closePool(full);
        return assign(ledger, full);
      },
    ],
    [
      "SeatNotAvailable",
      "InvalidSeatAssignmentRequest",
      ({ ledger, full }) => ledger.assignSeat({ ...full, customerId: nobody }),
    ],
    [
      "InvalidSeatAssignmentRequest",
      "",
      ({ ledger, subscriptionId }) => ledger.assignSeat({ subscriptionId, externalCustomerId: "nobody" }),
    ],
  ],
  assignSeats: [
    [
      "InvalidRequest recipients.0.email",
      "PoolNotFound",
      ({ ledger }) => ledger.assignSeats({ subscriptionId: nobody, recipients: [{ email: "x" }] }),
    ],
    ...aboutPools(assignMany, "SeatsNotEnabled", async ({ unpaid, seatsOff }) => {
      await seatsOff();
      return unpaid;
    }).slice(1, -1),
    [
      "SeatsNotEnabled",
      "PoolNotActive",
      async ({ ledger, unpaid, seatsOff }) => {
        await seatsOff();
        return assignMany(ledger, unpaid);
      },
    ],
    [
      "PoolNotActive",
      "SeatNotAvailable",
      async ({ ledger, full }) => {
        await ledger.closePool(full);
        return assignMany(ledger, full);
      },
    ],
    [
      "SeatNotAvailable",
      "InvalidSeatAssignmentRequest",
      ({ ledger, full }) => first(ledger, full, { customerId: nobody }),
    ],
    [
      "InvalidSeatAssignmentRequest",
      "",
      ({ ledger, ...pool }) => first(ledger, pool, { externalCustomerId: "nobody" }),
    ],
  ],
  "assignSeats, to a member with an e-mail": [
    [
      "SeatNotAvailable",
      "MemberEmailMismatch",
      async (world) => {
        await eve(world);
        return first(world.ledger, world.full, { externalMemberId: "eve", email });
      },
    ],
    [
      "MemberEmailMismatch",
      "SeatAlreadyAssigned",
      async (world) => {
        await eve(world);
        await world.invited(email);
        await world.invited("eve@acme.example");
        return first(world.ledger, world, { externalMemberId: "eve", email });
      },
    ],
    [
      "SeatAlreadyAssigned",
      "",
      async (world) => {
        await world.invited(email);
        return first(world.ledger, world, { email });
      },
    ],
  ],
  "assignSeats, to a member": [
    ["SeatNotAvailable", "MemberNotFound", ({ ledger, full }) => first(ledger, full, { memberId: nobody })],
    ["MemberNotFound", "", (world) => first(world.ledger, world, { memberId: nobody })],
  ],
  "assignSeats, without the member model": [
    [
      "SeatNotAvailable",
      "CustomerNotFound",
      async ({ ledger, full }) => {
        await ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return first(ledger, full, { customerId: nobody });
      },
    ],
    [
      "CustomerNotFound",
      "",
      async (world) => {
        await world.ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return first(world.ledger, world, { customerId: nobody });
      },
    ],
  ],
  "assignSeat, without the member model": [
    [
      "SeatNotAvailable",
      "CustomerNotFound",
      async ({ ledger, full }) => {
        await ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return ledger.assignSeat({ ...full, customerId: nobody });
      },
    ],
    [
      "CustomerNotFound",
      "",
      async ({ ledger, subscriptionId }) => {
        await ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return ledger.assignSeat({ subscriptionId, customerId: nobody });
      },
    ],
  ],
  "assignSeat, to a member": [
    ["SeatNotAvailable", "MemberNotFound", ({ ledger, full }) => ledger.assignSeat({ ...full, memberId: nobody })],
    [
      "MemberNotFound",
      "",
      ({ ledger, subscriptionId }) => ledger.assignSeat({ subscriptionId, externalMemberId: "x" }),
    ],
  ],
  "assignSeat, to a member with an e-mail": [
    [
      "SeatNotAvailable",
      "MemberEmailMismatch",
      async (world) => {
        await eve(world);
        return world.ledger.assignSeat({ ...world.full, externalMemberId: "eve", email });
      },
    ],
    [
      "MemberEmailMismatch",
      "SeatAlreadyAssigned",
      async (world) => {
        await eve(world);
        await world.invited(email);
        await world.invited("eve@acme.example");
        return world.ledger.assignSeat({ subscriptionId: world.subscriptionId, externalMemberId: "eve", email });
      },
    ],
    [
      "SeatAlreadyAssigned",
      "",
      async ({ ledger, subscriptionId, invited }) => {
        await invited(email);
        return ledger.assignSeat({ subscriptionId, email });
      },
    ],
  ],
  claimSeat: [
    [
      "InvalidRequest colour",
      "InvalidInvitationToken",
      ({ ledger }) => ledger.claimSeat({ invitationToken: "x", colour: 1 } as { invitationToken: string }),
    ],
    [
      "InvalidInvitationToken",
      "IdempotencyConflict",
      ({ ledger }) => ledger.claimSeat({ invitationToken: "x" }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "VersionConflict",
      async ({ ledger, invited }) =>
        ledger.claimSeat({ invitationToken: (await invited()).token }, { ...usedKey, ...wrongVersion }),
    ],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      async ({ ledger, invited }) =>
        ledger.claimSeat({ invitationToken: (await invited()).token }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "InvalidInvitationToken",
      async ({ ledger, invited }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        return ledger.claimSeat({ invitationToken: token }, wrongTime);
      },
    ],
    [
      "InvalidInvitationToken",
      "SeatsNotEnabled",
      async ({ ledger, invited, seatsOff }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        await seatsOff();
        return ledger.claimSeat({ invitationToken: token });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, invited, seatsOff }) => {
        const { token } = await invited();
        await seatsOff();
        return ledger.claimSeat({ invitationToken: token });
      },
    ],
  ],
  revokeSeat: [
    ...aboutSeats((ledger, seat, context) => ledger.revokeSeat(seat, context)),
    ["SeatsNotEnabled", "", async (world) => world.ledger.revokeSeat(await offAndRevoked(world))],
  ],
  resendInvitation: [
    ...aboutSeats((ledger, seat, context) => ledger.resendInvitation(seat, context)),
    ["SeatsNotEnabled", "SeatNotPending", async (world) => world.ledger.resendInvitation(await offAndRevoked(world))],
    [
      "SeatNotPending",
      "",
      async (world) => {
        const seat = await seatOf(world);
        await world.ledger.revokeSeat(seat);
        return world.ledger.resendInvitation(seat);
      },
    ],
  ],
});
