// What the seats may be of which a fact of `record` tells, alone or in a listing.

import { randomUUID } from "node:crypto";
import { type Loose, type Operations, poolFields } from "./operation.ts";
import { shown } from "./record.ts";

const shownSeat = () => ({ id: randomUUID(), status: "pending", createdAt: shown.observedAt });
const shownSeatFields = {
  id: "id",
  status: "choice",
  customerId: "id",
  memberId: "id",
  member: "object",
  createdAt: "instant",
  invitationTokenExpiresAt: "instant",
  claimedAt: "instant",
  revokedAt: "instant",
  seatMetadata: "object",
} as const;

export const recordSeats = {
  "record, a listed seat": {
    call: (ledger, args) => {
      const listing = { type: "listing", subscriptionId: randomUUID(), poolVersion: 1, seats: [args] };
      return ledger.record([listing as Loose], shown as Loose);
    },
    good: shownSeat,
    fields: shownSeatFields,
    required: ["id", "status", "createdAt"],
    at: "0.seats.0.",
  },
  "record, a seat": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "seat", subscriptionId, seat: shownSeat(), shownAt: shown.observedAt }),
    fields: { ...poolFields, type: "choice", seat: "object", shownAt: "instant" },
    required: ["type", "subscriptionId", "seat", "shownAt"],
    at: "0.",
  },
  "record, what a seat is": {
    call: (ledger, args) => {
      const fact = { type: "seat", subscriptionId: randomUUID(), seat: args, shownAt: shown.observedAt };
      return ledger.record([fact as Loose], shown as Loose);
    },
    good: shownSeat,
    fields: shownSeatFields,
    required: ["id", "status", "createdAt"],
    at: "0.seat.",
  },
  "record, whom a seat shows": {
    call: (ledger, args) => {
      const seat = { ...shownSeat(), member: args };
      const fact = { type: "seat", subscriptionId: randomUUID(), seat, shownAt: shown.observedAt };
      return ledger.record([fact as Loose], shown as Loose);
    },
    good: ({ customerId }) => ({ id: randomUUID(), customerId, role: "member", createdAt: shown.observedAt }),
    fields: { id: "id", customerId: "id", role: "choice", createdAt: "instant" },
    required: ["id", "customerId", "role", "createdAt"],
    at: "0.seat.member.",
    mayBeNull: true,
  },
} satisfies Operations;
