// The commands about organizations, customers, members and people.

import { randomUUID } from "node:crypto";
import type { Operations } from "./operation.ts";

export const organizations = {
  registerOrganization: {
    call: (ledger, args, context) => ledger.registerOrganization(args, context),
    good: () => ({ name: "Beta", slug: "beta" }),
    fields: { id: "id", name: "text", slug: "text", memberModel: "flag", seatsEnabled: "flag" },
    required: ["name", "slug"],
  },
  registerCustomer: {
    call: (ledger, args, context) => ledger.registerCustomer(args, context),
    good: ({ organizationId }) => ({ organizationId, email: "new@acme.example" }),
    fields: { id: "id", organizationId: "id", email: "email", name: "text", externalId: "text" },
    required: ["organizationId"],
  },
  registerMember: {
    call: (ledger, args, context) => ledger.registerMember(args, context),
    good: ({ customerId }) => ({ customerId, email: "new@acme.example" }),
    fields: { id: "id", customerId: "id", email: "email", name: "text", externalId: "text", role: "choice" },
    required: ["customerId", "email"],
  },
  removeMember: {
    call: (ledger, args, context) => ledger.removeMember(args, context),
    good: () => ({ memberId: randomUUID() }),
    fields: { memberId: "id" },
    required: ["memberId"],
  },
  removeCustomer: {
    call: (ledger, args, context) => ledger.removeCustomer(args, context),
    good: () => ({ customerId: randomUUID() }),
    fields: { customerId: "id" },
    required: ["customerId"],
  },
  forgetPerson: {
    call: (ledger, args, context) => ledger.forgetPerson(args, context),
    good: () => ({ personId: randomUUID() }),
    fields: { personId: "id" },
    required: ["personId"],
  },
  "forgetPerson, by e-mail": {
    call: (ledger, args, context) => ledger.forgetPerson(args, context),
    good: ({ organizationId }) => ({ organizationId, email: "new@acme.example" }),
    fields: { organizationId: "id", email: "address" },
    required: ["organizationId", "email"],
  },
} satisfies Operations;
