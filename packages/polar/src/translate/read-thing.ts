// Readers of the things that Polar shows in several places: in a list, and as the data of a webhook. Each finds what the
// thing says and what it is about.

import { orderSchema } from "../wire/order.ts";
import { organizationSchema } from "../wire/organization.ts";
import { isPool } from "../wire/page.ts";
import { read } from "../wire/read.ts";
import { subscriptionSchema } from "../wire/subscription.ts";
import type { ShownPool } from "./facts.ts";
import { shownOrder } from "./order.ts";
import { organizationFact } from "./organization.ts";
import { peopleAnywhere } from "./people.ts";
import { type Found, nothing } from "./reading.ts";
import { subjectOfOrganization, subjectOfPool } from "./subjects.ts";
import { shownSubscription } from "./subscription.ts";

export function readSubscription(data: unknown): Found {
  if (!isPool(data)) return noPool(data);
  const subscription = read(subscriptionSchema, "subscription", data);
  return poolFound(shownSubscription(subscription), subscription.modified_at ?? subscription.created_at);
}

export function readOrder(data: unknown): Found {
  if (!isPool(data)) return noPool(data);
  const order = read(orderSchema, "order", data);
  return poolFound(shownOrder(order), order.modified_at ?? order.created_at);
}

export function readOrganization(data: unknown): Found {
  const organization = read(organizationSchema, "organization", data);
  const fact = organizationFact(organization);
  return {
    subject: subjectOfOrganization(fact.id),
    organizationId: fact.id,
    sourceAt: organization.modified_at ?? organization.created_at,
    people: [],
    says: { kind: "organization", fact },
  };
}

function poolFound(shown: ShownPool, sourceAt: Date): Found {
  const { ref, customer, pool } = shown;
  return {
    subject: subjectOfPool(ref),
    organizationId: pool.organizationId,
    sourceAt,
    people: [customer.id],
    says: { kind: "pool", shown },
  };
}

/** A purchase without seats, or the invoice of a subscription: about no pool, and no word on a pool's present. */
function noPool(data: unknown): Found {
  return { subject: null, organizationId: null, sourceAt: null, people: peopleAnywhere(data), says: nothing };
}
