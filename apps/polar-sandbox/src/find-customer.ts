// Customers, looked up. A deleted one is still there for what points to it, but nobody finds it by name any more.

import { resourceNotFound } from "./errors.ts";
import type { CustomerRecord } from "./records.ts";
import { required, type SandboxState } from "./state.ts";

export function customerOf(state: SandboxState, customerId: string): CustomerRecord {
  return required(state.customers, customerId, () => resourceNotFound("Customer not found"));
}

/** The customers of an organization, without the deleted ones. */
function customersIn(state: SandboxState, organizationId: string) {
  return state.customers
    .values()
    .filter((customer) => customer.organizationId === organizationId && customer.deletedAt === null);
}

export function customerByEmail(state: SandboxState, organizationId: string, email: string) {
  const wanted = email.toLowerCase();
  return customersIn(state, organizationId).find((customer) => customer.email?.toLowerCase() === wanted);
}

export function customerByExternalId(state: SandboxState, organizationId: string, externalId: string) {
  return customersIn(state, organizationId).find((customer) => customer.externalId === externalId);
}

export function customerById(state: SandboxState, organizationId: string, customerId: string) {
  return customersIn(state, organizationId).find((customer) => customer.id === customerId);
}
