// What is asked about the present.

import { randomUUID } from "node:crypto";
import { type Operations, pool, poolFields, seat } from "./operation.ts";

export const queries = {
  listSeats: {
    call: (ledger, args) => ledger.listSeats(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  getSeat: { call: (ledger, args) => ledger.getSeat(args), good: seat, fields: { seatId: "id" }, required: ["seatId"] },
  getPool: {
    call: (ledger, args) => ledger.getPool(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  listPools: {
    call: (ledger, args) => ledger.listPools(args),
    good: () => ({}),
    fields: { organizationId: "id", customerId: "id", cursor: "token", limit: "count" },
    required: [],
  },
  getClaimInfo: {
    call: (ledger, args) => ledger.getClaimInfo(args),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  getInvitedSeat: {
    call: (ledger, args) => ledger.getInvitedSeat(args),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  getOrganization: {
    call: (ledger, args) => ledger.getOrganization(args),
    good: ({ organizationId }) => ({ organizationId }),
    fields: { organizationId: "id" },
    required: ["organizationId"],
  },
  getCustomer: {
    call: (ledger, args) => ledger.getCustomer(args),
    good: ({ customerId }) => ({ customerId }),
    fields: { customerId: "id" },
    required: ["customerId"],
  },
  getMember: {
    call: (ledger, args) => ledger.getMember(args),
    good: () => ({ memberId: randomUUID() }),
    fields: { memberId: "id" },
    required: ["memberId"],
  },
  listHeldPools: {
    call: (ledger, args) => ledger.listHeldPools(args),
    good: ({ customerId }) => ({ customerId }),
    fields: { customerId: "id", memberId: "id" },
    required: ["customerId"],
  },
  getSession: {
    call: (ledger, args) => ledger.getSession(args),
    good: () => ({ token: "unknown" }),
    fields: { token: "token" },
    required: ["token"],
  },
} satisfies Operations;
