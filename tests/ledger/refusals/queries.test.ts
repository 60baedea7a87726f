// The questions: every refusal, in the order of precedence.

import { climb, nobody, seatOf } from "./ladder.ts";

climb({
  listSeats: [
    ["InvalidRequest subscriptionId", "PoolNotFound", ({ ledger }) => ledger.listSeats({ subscriptionId: "x" })],
    [
      "PoolNotFound",
      "SeatsNotEnabled",
      async ({ ledger, seatsOff }) => {
        await seatsOff();
        return ledger.listSeats({ subscriptionId: nobody });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, subscriptionId, seatsOff }) => {
        await seatsOff();
        return ledger.listSeats({ subscriptionId });
      },
    ],
  ],
  getPool: [
    ["InvalidRequest subscriptionId", "PoolNotFound", ({ ledger }) => ledger.getPool({ subscriptionId: "x" })],
    ["PoolNotFound", "", ({ ledger }) => ledger.getPool({ subscriptionId: nobody })],
  ],
  getSeat: [
    ["InvalidRequest seatId", "SeatNotFound", ({ ledger }) => ledger.getSeat({ seatId: "x" })],
    ["SeatNotFound", "", ({ ledger }) => ledger.getSeat({ seatId: nobody })],
  ],
  getClaimInfo: [
    [
      "InvalidRequest colour",
      "InvalidInvitationToken",
      ({ ledger }) => ledger.getClaimInfo({ invitationToken: "x", colour: 1 } as { invitationToken: string }),
    ],
    [
      "InvalidInvitationToken",
      "SeatsNotEnabled",
      async ({ ledger, invited, seatsOff }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        await seatsOff();
        return ledger.getClaimInfo({ invitationToken: token });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, invited, seatsOff }) => {
        const { token } = await invited();
        await seatsOff();
        return ledger.getClaimInfo({ invitationToken: token });
      },
    ],
  ],
  listPools: [
    ["InvalidRequest limit", "InvalidRequest cursor", ({ ledger }) => ledger.listPools({ limit: 0, cursor: "x" })],
    [
      "InvalidRequest cursor",
      "OrganizationNotFound",
      ({ ledger }) => ledger.listPools({ cursor: "x", organizationId: nobody }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      ({ ledger }) => ledger.listPools({ organizationId: nobody, customerId: nobody }),
    ],
    [
      "CustomerNotFound",
      "",
      ({ ledger, other, organizationId }) => ledger.listPools({ organizationId, customerId: other.customerId }),
    ],
  ],
  history: [
    ["InvalidRequest limit", "SeatNotFound", ({ ledger }) => ledger.history({ seatId: nobody, limit: 0 })],
    ["SeatNotFound", "InvalidRequest cursor", ({ ledger }) => ledger.history({ seatId: nobody, cursor: "x" })],
    ["InvalidRequest cursor", "", async (world) => world.ledger.history({ ...(await seatOf(world)), cursor: "x" })],
  ],
});
