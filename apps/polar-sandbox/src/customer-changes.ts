// A customer who is changed or deleted, and what follows for its subscriptions, members and seats.

import { valueRefused } from "./errors.ts";
import { customerByEmail, customerOf } from "./find-customer.ts";
import { removeMember } from "./member-changes.ts";
import { membersOf } from "./members.ts";
import type { CustomerRecord, MemberRecord } from "./records.ts";
import type { SandboxState } from "./state.ts";
import { endSubscription } from "./subscription-status.ts";
import { tellCustomer } from "./tell/customer.ts";

/** What may be changed of a customer. What is left out stays. */
export type CustomerChange = { readonly email?: string | undefined; readonly name?: string | null | undefined };

/**
 * Changes a customer. An individual's e-mail is its owner's too, of which nobody is told, and no seat gets it; a team's
 * owner keeps the own address.
 */
export function updateCustomer(state: SandboxState, customerId: string, input: CustomerChange): CustomerRecord {
  const customer = customerOf(state, customerId);
  const email = input.email ?? customer.email;
  const other = email === null ? undefined : customerByEmail(state, customer.organizationId, email);
  if (other !== undefined && other.id !== customer.id) {
    throw valueRefused(["body", "email"], "A customer with this email address already exists.", email);
  }
  const name = input.name === undefined ? customer.name : input.name;
  const changed: CustomerRecord = { ...customer, email, name, modifiedAt: state.now() };
  state.customers.set(changed.id, changed);
  if (email !== customer.email) copyEmailToOwner(state, changed);
  const updatedFields = {
    ...(name === customer.name ? {} : { name }),
    ...(email === customer.email ? {} : { email }),
  };
  tellCustomer(state, changed, "updated", { updatedFields });
  return changed;
}

function copyEmailToOwner(state: SandboxState, { id, type, email, modifiedAt }: CustomerRecord): void {
  const owner = membersOf(state, id).find(({ role }) => role === "owner");
  if (type !== "individual" || owner === undefined || email === null) return;
  const renamed: MemberRecord = { ...owner, email, modifiedAt };
  state.members.set(owner.id, renamed);
}

/** Deletes a customer: its members go with their seats, its subscriptions end, and its external id is free again. */
export function deleteCustomer(state: SandboxState, customerId: string): CustomerRecord {
  const customer = customerOf(state, customerId);
  for (const member of membersOf(state, customerId)) removeMember(state, member);
  for (const subscription of state.subscriptions.values()) {
    if (subscription.customerId === customerId && subscription.endedAt === null) {
      endSubscription(state, subscription.id);
    }
  }
  return removeCustomer(state, customer);
}

/** Takes the customer's own row away, and tells of it. */
export function removeCustomer(state: SandboxState, customer: CustomerRecord): CustomerRecord {
  const at = state.now();
  const deleted: CustomerRecord = { ...customer, externalId: null, modifiedAt: at, deletedAt: at };
  state.customers.set(deleted.id, deleted);
  tellCustomer(state, deleted, "deleted", { externalId: customer.externalId });
  return deleted;
}
