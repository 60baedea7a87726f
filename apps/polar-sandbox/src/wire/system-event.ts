// One of Polar's own events in its JSON. The customer is the one of now, not of the event.

import type { SystemEventRecord } from "../events/system-event.ts";
import type { SandboxState } from "../state.ts";
import { instant } from "./instants.ts";
import { customerToWire } from "./people.ts";

export function systemEventToWire(state: SandboxState, event: SystemEventRecord) {
  const customer = state.customers.get(event.customerId);
  return {
    id: event.id,
    timestamp: instant(event.timestamp),
    organization_id: event.organizationId,
    customer_id: event.customerId,
    customer: customer === undefined ? null : customerToWire(customer),
    external_customer_id: customer?.externalId ?? null,
    member_id: null,
    external_member_id: null,
    child_count: 0,
    parent_id: null,
    label: labelOf(event.name),
    source: "system",
    name: event.name,
    metadata: event.metadata,
  };
}

/** `subscription.seats_updated` is shown as "Subscription Seats Updated". */
function labelOf(name: string): string {
  return name
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
