// What is asked about the past.

import type { Setting } from "../../ledger/setting.ts";
import { type Operations, pool, poolFields, seat } from "./operation.ts";

const filterFields = {
  ...poolFields,
  seatId: "id",
  email: "text",
  personId: "id",
  customerId: "id",
  memberId: "id",
  organizationId: "id",
  actor: "object",
  types: "list",
  from: "instant",
  until: "instant",
} as const;

const span = ({ subscriptionId, clock }: Setting) => ({ subscriptionId, from: new Date(0), until: clock.now() });

export const past = {
  history: {
    call: (ledger, args) => ledger.history(args),
    good: () => ({}),
    fields: { ...filterFields, limit: "count" },
    required: [],
  },
  export: {
    call: async (ledger, args) => {
      await ledger.export(args).next();
    },
    good: () => ({}),
    fields: filterFields,
    required: [],
  },
  holders: {
    call: (ledger, args) => ledger.holders(args),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  "asOf, its options": {
    call: async (ledger, args) => ledger.asOf(0, args),
    good: () => ({}),
    fields: { by: "choice" },
    required: [],
  },
  "asOf, a pool": {
    call: (ledger, args) => ledger.asOf(3).getPool(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  "asOf, a seat": {
    call: (ledger, args) => ledger.asOf(3).getSeat(args),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  usage: {
    call: (ledger, args) => ledger.usage(args),
    good: span,
    fields: { ...poolFields, from: "instant", until: "instant", upTo: "position" },
    required: ["subscriptionId", "from", "until"],
  },
  changes: {
    call: (ledger, args) => ledger.changes(args),
    good: span,
    fields: { ...poolFields, from: "instant", until: "instant", by: "choice" },
    required: ["subscriptionId", "from", "until"],
  },
} satisfies Operations;
