// The commands about seats.

import { randomUUID } from "node:crypto";
import { type Operations, poolFields, seat } from "./operation.ts";

const recipientFields = {
  email: "email",
  customerId: "id",
  externalCustomerId: "text",
  memberId: "id",
  externalMemberId: "text",
  metadata: "object",
  immediateClaim: "flag",
} as const;

export const seats = {
  assignSeat: {
    call: (ledger, args, context) => ledger.assignSeat(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, email: "new@acme.example" }),
    fields: {
      ...poolFields,
      checkoutId: "text",
      ...recipientFields,
    },
    required: ["subscriptionId", "email"],
  },
  assignSeats: {
    call: (ledger, args, context) => ledger.assignSeats(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, recipients: [{ email: "new@acme.example" }] }),
    fields: { ...poolFields, checkoutId: "text", recipients: "list" },
    required: ["subscriptionId", "recipients"],
  },
  "assignSeats, one of the recipients": {
    call: (ledger, args, context) =>
      ledger.assignSeats({ subscriptionId: randomUUID(), recipients: [{ email: "new@acme.example" }, args] }, context),
    good: () => ({ email: "second@acme.example" }),
    fields: recipientFields,
    required: ["email"],
    at: "recipients.1.",
  },
  claimSeat: {
    call: (ledger, args, context) => ledger.claimSeat(args, context),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  revokeSeat: {
    call: (ledger, args, context) => ledger.revokeSeat(args, context),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  resendInvitation: {
    call: (ledger, args, context) => ledger.resendInvitation(args, context),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
} satisfies Operations;
