// Customers, made. It must not assign anything to them. What becomes of them later stands in customer-changes.ts.

import { valueRefused } from "./errors.ts";
import { customerByEmail, customerByExternalId } from "./find-customer.ts";
import { addMember } from "./members.ts";
import { organizationOf } from "./organizations.ts";
import type { CustomerRecord } from "./records.ts";
import { type SandboxState, stamp } from "./state.ts";
import { tellCustomer } from "./tell/customer.ts";
import { tellMember } from "./tell/member.ts";

/** A customer to be made. */
export type NewCustomer = {
  readonly organizationId: string;
  readonly email: string | null;
  readonly name?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  /** Polar makes whoever buys seats a team, and an individual can have no second member; so it is a team unless said. */
  readonly type?: "individual" | "team" | undefined;
};

/** A merchant's new customer. Its owner member is made too, where there is an e-mail and members are in use. */
export function createCustomer(state: SandboxState, input: NewCustomer): CustomerRecord {
  const organization = organizationOf(state, input.organizationId);
  const externalId = input.externalId ?? null;
  if (input.email !== null && customerByEmail(state, organization.id, input.email) !== undefined) {
    throw valueRefused(["body", "email"], "A customer with this email address already exists.", input.email);
  }
  if (externalId !== null && customerByExternalId(state, organization.id, externalId) !== undefined) {
    throw valueRefused(["body", "external_id"], "A customer with this external ID already exists.", externalId);
  }
  const customer = addCustomer(state, input);
  // Polar's own condition: either of the two settings is enough.
  if (customer.email !== null && (organization.memberModel || organization.seatsEnabled)) {
    const owner = addMember(state, {
      customerId: customer.id,
      email: customer.email.trim(),
      name: customer.name,
      externalId: customer.externalId,
      role: "owner",
    });
    tellMember(state, owner, "created");
  }
  tellCustomer(state, customer, "created");
  return customer;
}

/** A customer's bare row, of which nobody is told. */
export function addCustomer(state: SandboxState, input: NewCustomer): CustomerRecord {
  const customer: CustomerRecord = {
    ...stamp(state),
    organizationId: input.organizationId,
    type: input.type ?? "team",
    email: input.email,
    name: input.name ?? null,
    externalId: input.externalId ?? null,
    deletedAt: null,
  };
  state.customers.set(customer.id, customer);
  return customer;
}
