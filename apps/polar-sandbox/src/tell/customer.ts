// What Polar tells of a customer: a webhook, always with one about the whole state after it, and an event. Polar merges
// state changes that follow within seconds; the sandbox tells each.

import { noteEvent } from "../events/note-event.ts";
import type { CustomerRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { announce } from "../webhooks/announce.ts";
import { customerStateToWire } from "../wire/customer-state.ts";
import { customerToWire } from "../wire/people.ts";

type Change = "created" | "updated" | "deleted";

/** `updatedFields` is what an update changed, in Polar's JSON. `externalId` is the one that a deletion took away. */
export function tellCustomer(
  state: SandboxState,
  customer: CustomerRecord,
  change: Change,
  { updatedFields = {}, externalId = customer.externalId }: { updatedFields?: object; externalId?: string | null } = {},
): void {
  announce(state, customer.organizationId, `customer.${change}`, customerToWire(customer));
  tellCustomerState(state, customer.id);
  const metadata = {
    customer_id: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_external_id: externalId,
    ...(change === "updated" ? { updated_fields: updatedFields } : {}),
  };
  const { organizationId, id: customerId } = customer;
  noteEvent(state, { organizationId, customerId }, `customer.${change}`, metadata);
}

export function tellCustomerState(state: SandboxState, customerId: string): void {
  const customer = state.customers.get(customerId);
  if (customer === undefined) return;
  announce(state, customer.organizationId, "customer.state_changed", customerStateToWire(state, customer));
}
