// The commands about organizations, customers and members: every refusal, in the order of precedence.

import { climb, email, eve, nobody, usedKey, type World, wrongTime, wrongVersion } from "./ladder.ts";

climb({
  registerOrganization: [
    [
      "InvalidRequest name",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerOrganization({ name: "", slug: "acme" }, { idempotencyKey: "of the ledger" }),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      ({ ledger }) =>
        ledger.registerOrganization({ id: nobody, name: "Acme", slug: "acme" }, { idempotencyKey: "of the ledger" }),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      ({ ledger }) => ledger.registerOrganization({ id: nobody, name: "Acme", slug: "acme" }, wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger }) => ledger.registerOrganization({ name: "Acme", slug: "acme" }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger }) => ledger.registerOrganization({ name: "Acme", slug: "acme" }, wrongTime),
    ],
  ],
  "registerOrganization, behind a fence": [
    [
      "OrganizationNotFound",
      "IdentityConflict",
      ({ ledger, organizationId }) =>
        ledger.forOrganization(organizationId).registerOrganization({ id: nobody, name: "Other", slug: "other" }),
    ],
  ],
  registerCustomer: [
    [
      "InvalidRequest email",
      "OrganizationNotFound",
      ({ ledger }) => ledger.registerCustomer({ organizationId: nobody, email: "x" }),
    ],
    [
      "OrganizationNotFound",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerCustomer({ organizationId: nobody }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      ({ ledger, ...world }) => ledger.registerCustomer(twoCustomers(world), usedKey),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      ({ ledger, ...world }) => ledger.registerCustomer(twoCustomers(world), wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger, organizationId }) => ledger.registerCustomer({ organizationId }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger, organizationId }) => ledger.registerCustomer({ organizationId }, wrongTime),
    ],
  ],
  registerMember: [
    [
      "InvalidRequest email",
      "CustomerNotFound",
      ({ ledger }) => ledger.registerMember({ customerId: nobody, email: "x" }),
    ],
    [
      "CustomerNotFound",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerMember({ customerId: nobody, email }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      async (world) => world.ledger.registerMember(await twoMembers(world), usedKey),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      async (world) => world.ledger.registerMember(await twoMembers(world), wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger, customerId }) => ledger.registerMember({ customerId, email }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger, customerId }) => ledger.registerMember({ customerId, email }, wrongTime),
    ],
  ],
});

/** The external id of the buyer with the e-mail of another customer. */
function twoCustomers({ organizationId }: Pick<World, "organizationId">) {
  return { organizationId, externalId: "buyer-1", email: "second@acme.example" };
}

async function twoMembers(world: World) {
  await eve(world);
  return { customerId: world.customerId, externalId: "eve", email: "buyer@acme.example" };
}
