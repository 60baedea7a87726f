// The commands about a seat that somebody has: every refusal, in the order of precedence. Who is given one stands in
// assignments.test.ts.

import type { CommandContext, SeatLedger } from "seat-ledger";
import { climb, nobody, type Rung, seatOf, usedKey, type World, wrongTime, wrongVersion } from "./ladder.ts";

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

climb({
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
