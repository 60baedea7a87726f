// The events that say what is known of a customer.

import type { CustomerState } from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import { type CustomerId, personOf } from "../../domain/ids.ts";
import { plainEvent } from "../../domain/propose.ts";

export function customerEvent(
  type: "CustomerRegistered" | "CustomerChanged",
  id: CustomerId,
  personal: Pick<CustomerState, "email" | "name" | "externalId">,
  at: Date,
): CustomerStreamEvent {
  const { email, name, externalId } = personal;
  return plainEvent(type, {}, { at, personId: personOf(null, id), personal: { email, name, externalId } });
}
