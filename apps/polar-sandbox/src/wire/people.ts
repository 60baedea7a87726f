// Customers and members in Polar's JSON.

import type { CustomerRecord, MemberRecord } from "../records.ts";
import { instantOrNull, timestamps } from "./instants.ts";

export function customerToWire(customer: CustomerRecord) {
  return {
    id: customer.id,
    ...timestamps(customer),
    metadata: {},
    external_id: customer.externalId,
    email: customer.email,
    email_verified: false,
    type: customer.type,
    name: customer.name,
    billing_name: null,
    billing_address: null,
    tax_id: null,
    locale: null,
    organization_id: customer.organizationId,
    default_payment_method_id: null,
    deleted_at: instantOrNull(customer.deletedAt),
    first_user_event_at: null,
    avatar_url: null,
  };
}

export function memberToWire(member: MemberRecord) {
  return {
    id: member.id,
    ...timestamps(member),
    customer_id: member.customerId,
    email: member.email,
    name: member.name,
    external_id: member.externalId,
    role: member.role,
  };
}
