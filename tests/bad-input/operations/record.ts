// The facts that `record` takes as a list, and where it says that they come from: each is an operation of its own here.

import { randomUUID } from "node:crypto";
import { product } from "../../ledger/setting.ts";
import { type Loose, type Operations, poolFields } from "./operation.ts";

/** Where the good facts come from. */
export const shown = { origin: "listing", originId: "1", observedAt: new Date("2026-03-01T12:00:00.000Z") };

export const record = {
  "record, a customer": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId }) => ({ type: "customer", id: randomUUID(), organizationId }),
    fields: { type: "choice", id: "id", organizationId: "id", createdAt: "instant" },
    required: ["type", "id", "organizationId"],
    at: "0.",
  },
  "record, a pool": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId, customerId }) => ({
      type: "pool",
      orderId: randomUUID(),
      organizationId,
      customerId,
      product,
      seats: 1,
      status: "active",
      openedAt: new Date("2026-03-01T12:00:00.000Z"),
    }),
    fields: {
      orderId: "id",
      organizationId: "id",
      customerId: "id",
      product: "object",
      seats: "count",
      status: "choice",
      openedAt: "instant",
      closedAt: "instant",
      shownAt: "instant",
      vanished: "flag",
    },
    required: ["orderId", "organizationId", "customerId", "product", "seats", "status", "openedAt"],
    at: "0.",
  },
  "record, a member": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId, customerId }) => ({
      ...{ type: "member", id: randomUUID(), organizationId, customerId },
      ...{ role: "member", createdAt: shown.observedAt },
    }),
    fields: { type: "choice", id: "id", organizationId: "id", customerId: "id", role: "choice", createdAt: "instant" },
    required: ["type", "id", "organizationId", "customerId", "role", "createdAt"],
    at: "0.",
  },
  "record, a removal": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId }) => ({ type: "removal", organizationId, memberId: randomUUID(), at: shown.observedAt }),
    fields: { type: "choice", organizationId: "id", customerId: "id", memberId: "id", at: "instant" },
    required: ["type", "organizationId", "memberId", "at"],
    at: "0.",
  },
  "record, a listing": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "listing", subscriptionId, poolVersion: 1, seats: [] }),
    fields: { subscriptionId: "id", poolVersion: "position", seats: "list", gone: "list" },
    required: ["subscriptionId", "poolVersion", "seats"],
    at: "0.",
  },
  "record, a quantity": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "quantity", subscriptionId, seats: 5, at: shown.observedAt }),
    fields: { ...poolFields, type: "choice", seats: "count", previous: "count", at: "instant" },
    required: ["type", "subscriptionId", "seats", "at"],
    at: "0.",
  },
  "record, where it comes from": {
    call: (ledger, args) => ledger.record([], args),
    good: () => shown,
    fields: { origin: "choice", originId: "text", observedAt: "instant" },
    required: ["origin", "originId", "observedAt"],
  },
  "record, what was written through": {
    call: (ledger, args) => ledger.record([], args),
    good: () => ({ ...shown, origin: "write-through", actor: { type: "user", id: "u1" } }),
    fields: {
      ...{ origin: "choice", originId: "text", observedAt: "instant" },
      ...{ actor: "object", reason: "text", ip: "text", userAgent: "text" },
    },
    required: ["origin", "originId", "observedAt"],
  },
} satisfies Operations;
