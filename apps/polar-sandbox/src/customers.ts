// Customers, found and made. It must not assign anything to them.

import { resourceNotFound, valueRefused } from "./errors.ts";
import { addMember } from "./members.ts";
import { organizationOf } from "./organizations.ts";
import type { CustomerRecord } from "./records.ts";
import { required, type SandboxState, stamp } from "./state.ts";

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
    addMember(state, {
      customerId: customer.id,
      email: customer.email.trim(),
      name: customer.name,
      externalId: customer.externalId,
      role: "owner",
    });
  }
  return customer;
}

/** A customer's bare row: what an assignment makes of an unknown e-mail where the member model is off. */
export function addCustomer(state: SandboxState, input: NewCustomer): CustomerRecord {
  const customer: CustomerRecord = {
    ...stamp(state),
    organizationId: input.organizationId,
    type: input.type ?? "team",
    email: input.email,
    name: input.name ?? null,
    externalId: input.externalId ?? null,
  };
  state.customers.set(customer.id, customer);
  return customer;
}

export function customerOf(state: SandboxState, customerId: string): CustomerRecord {
  return required(state.customers, customerId, () => resourceNotFound("Customer not found"));
}

export function customerByEmail(state: SandboxState, organizationId: string, email: string) {
  const wanted = email.toLowerCase();
  return state.customers
    .values()
    .find((customer) => customer.organizationId === organizationId && customer.email?.toLowerCase() === wanted);
}

export function customerByExternalId(state: SandboxState, organizationId: string, externalId: string) {
  return state.customers
    .values()
    .find((customer) => customer.organizationId === organizationId && customer.externalId === externalId);
}

export function customerById(state: SandboxState, organizationId: string, customerId: string) {
  const customer = state.customers.get(customerId);
  return customer?.organizationId === organizationId ? customer : undefined;
}
