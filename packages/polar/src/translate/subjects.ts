// How the things that observations are about are named, the same in every source.

import type { PoolRef } from "../pool-ref.ts";

/** A public name: by `subscriptions/<id>` others find in the inbox what Polar showed of a subscription, as packages/http does. */
export function subjectOfPool({ subscriptionId, orderId }: PoolRef): string {
  return subscriptionId === null ? `orders/${orderId}` : `subscriptions/${subscriptionId}`;
}

/** How many seats were bought when: beside the subscription itself, for an older one of these is news and no old news. */
export function subjectOfQuantity(ref: PoolRef): string {
  return `${subjectOfPool(ref)}/quantity`;
}

export function subjectOfListing(ref: PoolRef): string {
  return `${subjectOfPool(ref)}/seats`;
}

export function subjectOfSeat(id: string): string {
  return `seats/${id}`;
}

export function subjectOfCustomer(id: string): string {
  return `customers/${id}`;
}

export function subjectOfMember(id: string): string {
  return `members/${id}`;
}

export function subjectOfOrganization(id: string): string {
  return `organizations/${id}`;
}

/** The pool that a subject is, or null where it is another thing. */
export function poolOfSubject(subject: string): PoolRef | null {
  const [kind, id, ...rest] = subject.split("/");
  if (id === undefined || rest.length > 0) return null;
  if (kind === "subscriptions") return { subscriptionId: id, orderId: null };
  return kind === "orders" ? { subscriptionId: null, orderId: id } : null;
}
