// What the inbox is given and asked.

import { randomUUID } from "node:crypto";
import type { Operations } from "./operation.ts";

const observation = () => ({
  ...{ origin: "webhook", originId: randomUUID(), organizationId: randomUUID(), type: "x", subject: "seats/1" },
  ...{ apiVersion: "2026-10", sourceAt: new Date(0), observedAt: new Date(0), body: "{}", people: [randomUUID()] },
});

/** The inbox takes lists: one observation, one settlement of them is an operation here. */
export const inbox = {
  "inbox.keep": {
    call: (ledger, args) => ledger.inbox.keep([observation(), args]),
    good: observation,
    fields: {
      ...{ origin: "choice", originId: "text", organizationId: "id", type: "text", subject: "text" },
      ...{ apiVersion: "text", sourceAt: "instant", observedAt: "instant", body: "token", people: "list" },
      ...{ state: "choice", problem: "text" },
    },
    required: ["origin", "originId", "type", "observedAt", "body", "people"],
    at: "1.",
  },
  "inbox.settle": {
    call: (ledger, args) => ledger.inbox.settle([args]),
    good: () => ({ originId: randomUUID(), state: "applied" }),
    fields: { originId: "text", state: "choice", problem: "text" },
    required: ["originId", "state"],
    at: "0.",
  },
  "inbox.list": {
    call: (ledger, args) => ledger.inbox.list(args),
    good: () => ({}),
    fields: {
      ...{ state: "choice", origin: "choice", type: "text", subject: "text", organizationId: "id" },
      ...{ cursor: "token", limit: "count" },
    },
    required: [],
  },
} satisfies Operations;
