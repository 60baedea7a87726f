// A billing customer's fact.

import type { WireCustomer } from "../wire/customer.ts";
import type { CustomerFact } from "./facts.ts";

export function customerFact(customer: WireCustomer): CustomerFact {
  const { id, email, name } = customer;
  const { organization_id: organizationId, external_id: externalId, created_at: createdAt } = customer;
  return { type: "customer", id, organizationId, email, name, externalId, createdAt };
}
