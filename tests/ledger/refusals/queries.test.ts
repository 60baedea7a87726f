// The questions: every refusal, in the order of precedence.

import { firstValueFrom as firstOf } from "rxjs";
import { climb, future, nobody, seatOf } from "./ladder.ts";

const handler = () => undefined;

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
  getInvitedSeat: [
    [
      "InvalidRequest colour",
      "InvalidInvitationToken",
      ({ ledger }) => ledger.getInvitedSeat({ invitationToken: "x", colour: 1 } as { invitationToken: string }),
    ],
    ["InvalidInvitationToken", "", ({ ledger }) => ledger.getInvitedSeat({ invitationToken: "x" })],
  ],
  getOrganization: [
    [
      "InvalidRequest organizationId",
      "OrganizationNotFound",
      ({ ledger }) => ledger.getOrganization({ organizationId: "x" }),
    ],
    ["OrganizationNotFound", "", ({ ledger }) => ledger.getOrganization({ organizationId: nobody })],
  ],
  getCustomer: [
    ["InvalidRequest customerId", "CustomerNotFound", ({ ledger }) => ledger.getCustomer({ customerId: "x" })],
    ["CustomerNotFound", "", ({ ledger }) => ledger.getCustomer({ customerId: nobody })],
  ],
  getMember: [
    ["InvalidRequest memberId", "MemberNotFound", ({ ledger }) => ledger.getMember({ memberId: "x" })],
    ["MemberNotFound", "", ({ ledger }) => ledger.getMember({ memberId: nobody })],
  ],
  listHeldPools: [
    [
      "InvalidRequest memberId",
      "CustomerNotFound",
      ({ ledger }) => ledger.listHeldPools({ customerId: nobody, memberId: "x" }),
    ],
    [
      "CustomerNotFound",
      "MemberNotFound",
      ({ ledger }) => ledger.listHeldPools({ customerId: nobody, memberId: nobody }),
    ],
    ["MemberNotFound", "", ({ ledger, customerId }) => ledger.listHeldPools({ customerId, memberId: nobody })],
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
  events: [
    [
      "InvalidRequest subscriptionId",
      "PoolNotFound",
      ({ ledger }) => ledger.events({ subscriptionId: "x", after: 1 }).next(),
    ],
    ["PoolNotFound", "", ({ ledger }) => ledger.events({ subscriptionId: nobody }).next()],
  ],
  events$: [
    ["InvalidRequest after", "PoolNotFound", ({ ledger }) => firstOf(ledger.events$({ orderId: nobody, after: -1 }))],
    ["PoolNotFound", "", ({ ledger }) => firstOf(ledger.events$({ orderId: nobody }))],
  ],
  "events, fenced to nobody": [
    [
      "OrganizationNotFound",
      "PoolNotFound",
      ({ ledger, subscriptionId }) => ledger.forOrganization(nobody).events({ subscriptionId }).next(),
    ],
    [
      "PoolNotFound",
      "",
      ({ ledger, organizationId }) => ledger.forOrganization(organizationId).events({ subscriptionId: nobody }).next(),
    ],
  ],
  seats$: [
    ["InvalidRequest subscriptionId", "PoolNotFound", ({ ledger }) => firstOf(ledger.seats$({ subscriptionId: "x" }))],
    [
      "PoolNotFound",
      "SeatsNotEnabled",
      async ({ ledger, seatsOff }) => {
        await seatsOff();
        return firstOf(ledger.seats$({ subscriptionId: nobody }));
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, subscriptionId, seatsOff }) => {
        await seatsOff();
        return firstOf(ledger.seats$({ subscriptionId }));
      },
    ],
  ],
  pools$: [
    [
      "InvalidRequest customerId",
      "OrganizationNotFound",
      ({ ledger }) => firstOf(ledger.pools$({ organizationId: nobody, customerId: "x" })),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      ({ ledger }) => firstOf(ledger.pools$({ organizationId: nobody, customerId: nobody })),
    ],
    [
      "CustomerNotFound",
      "",
      ({ ledger, organizationId, other }) => firstOf(ledger.pools$({ organizationId, customerId: other.customerId })),
    ],
  ],
  subscribe: [
    [
      "InvalidRequest name",
      "PoolNotFound",
      ({ ledger }) => ledger.subscribe({ name: "", subscriptionId: nobody, handler }),
    ],
    [
      "PoolNotFound",
      "InvalidRequest name",
      async ({ ledger }) => {
        await ledger.subscribe({ name: "taken", handler });
        return ledger.subscribe({ name: "taken", subscriptionId: nobody, handler });
      },
    ],
    [
      "InvalidRequest name",
      "",
      async ({ ledger }) => {
        await ledger.subscribe({ name: "taken", handler });
        return ledger.subscribe({ name: "taken", handler });
      },
    ],
  ],
  history: [
    [
      "InvalidRequest limit",
      "OrganizationNotFound",
      ({ ledger }) => ledger.history({ organizationId: nobody, limit: 0 }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      ({ ledger }) => ledger.history({ organizationId: nobody, customerId: nobody }),
    ],
    [
      "CustomerNotFound",
      "MemberNotFound",
      ({ ledger, organizationId, other }) =>
        ledger.history({ organizationId, customerId: other.customerId, memberId: nobody }),
    ],
    ["MemberNotFound", "PoolNotFound", ({ ledger }) => ledger.history({ personId: nobody, subscriptionId: nobody })],
    ["PoolNotFound", "SeatNotFound", ({ ledger }) => ledger.history({ subscriptionId: nobody, seatId: nobody })],
    ["SeatNotFound", "InvalidRequest cursor", ({ ledger }) => ledger.history({ seatId: nobody, cursor: "x" })],
    ["InvalidRequest cursor", "", async (world) => world.ledger.history({ ...(await seatOf(world)), cursor: "x" })],
  ],
  export: [
    [
      "InvalidRequest colour",
      "SeatNotFound",
      ({ ledger }) => ledger.export({ seatId: nobody, colour: 1 } as { seatId: string }).next(),
    ],
    ["SeatNotFound", "", ({ ledger }) => ledger.export({ seatId: nobody }).next()],
  ],
  holders: [
    ["InvalidRequest seatId", "SeatNotFound", ({ ledger }) => ledger.holders({ seatId: "x" })],
    ["SeatNotFound", "", ({ ledger }) => ledger.holders({ seatId: nobody })],
  ],
  asOf: [
    [
      "InvalidRequest by",
      "InvalidRequest seatId",
      async ({ ledger }) => ledger.asOf(1, { by: "occurred" }).getSeat({ seatId: "x" }),
    ],
    [
      "InvalidRequest seatId",
      "InvalidRequest instantOrPosition",
      ({ ledger }) => ledger.asOf(future).getSeat({ seatId: "x" }),
    ],
    [
      "InvalidRequest instantOrPosition",
      "SeatNotFound",
      ({ ledger }) => ledger.asOf(future).getSeat({ seatId: nobody }),
    ],
    ["SeatNotFound", "", async (world) => world.ledger.asOf(1).getSeat(await seatOf(world))],
  ],
  "asOf, of a pool": [
    [
      "InvalidRequest instantOrPosition",
      "PoolNotFound",
      ({ ledger }) => ledger.asOf(1_000_000).listSeats({ subscriptionId: nobody }),
    ],
    ["PoolNotFound", "", ({ ledger, subscriptionId }) => ledger.asOf(1).getPool({ subscriptionId })],
  ],
  usage: [
    [
      "InvalidRequest subscriptionId",
      "InvalidRequest from",
      ({ ledger, clock }) => ledger.usage({ subscriptionId: "x", from: future, until: clock.now() }),
    ],
    [
      "InvalidRequest from",
      "InvalidRequest upTo",
      ({ ledger, clock }) =>
        ledger.usage({ subscriptionId: nobody, from: future, until: clock.now(), upTo: 1_000_000 }),
    ],
    [
      "InvalidRequest upTo",
      "PoolNotFound",
      ({ ledger, clock }) =>
        ledger.usage({ subscriptionId: nobody, from: clock.now(), until: clock.now(), upTo: 1_000_000 }),
    ],
    [
      "PoolNotFound",
      "",
      ({ ledger, clock, subscriptionId }) =>
        ledger.usage({ subscriptionId, from: clock.now(), until: clock.now(), upTo: 1 }),
    ],
  ],
  changes: [
    [
      "InvalidRequest from",
      "InvalidRequest until",
      ({ ledger, subscriptionId }) => ledger.changes({ subscriptionId, from: 2_000_000, until: 1_000_000 }),
    ],
    [
      "InvalidRequest until",
      "PoolNotFound",
      ({ ledger }) => ledger.changes({ subscriptionId: nobody, from: 1, until: 1_000_000 }),
    ],
    ["PoolNotFound", "", ({ ledger, subscriptionId }) => ledger.changes({ subscriptionId, from: 1, until: 1 })],
  ],
});
