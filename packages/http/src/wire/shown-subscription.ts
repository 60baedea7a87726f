// What Polar delivered of a mirrored subscription: the newest payload that the adapter kept in the ledger's inbox, of which no more
// is taken than the portal shows to whoever holds a seat. Who the payer is and what it said stays behind.

import type { OrganizationLedger } from "seat-ledger";
import { z } from "zod";
import { count } from "./answers.ts";
import { claimedSubscription, subscriptionProduct } from "./claimed-subscription.ts";

const shownSubscription = claimedSubscription
  .omit({ customer_id: true, seats: true, customer_cancellation_reason: true, customer_cancellation_comment: true })
  .extend({
    product: subscriptionProduct.omit({ organization: true }),
    // Neither is in every version of Polar's payloads.
    past_due_at: claimedSubscription.shape.past_due_at.default(null),
    units: count.nullable().default(null),
  });

export type ShownSubscription = z.output<typeof shownSubscription>;

/** Null where nothing was delivered, where it is erased, and where it isn't what the portal shows. */
export async function shownOf(
  { inbox }: Pick<OrganizationLedger, "inbox">,
  subscriptionId: string,
): Promise<ShownSubscription | null> {
  const newest = await inbox.newest(`subscriptions/${subscriptionId}`);
  if (newest === null || newest.body === null) return null;
  const { data } = shownSubscription.safeParse(dataOf(newest.body));
  return data?.id === subscriptionId ? data : null;
}

/** A webhook carries in its data what a listing shows bare. */
function dataOf(body: string): unknown {
  const payload = parsed(body);
  const { data } = webhook.safeParse(payload);
  return data ? data.data : payload;
}

const webhook = z.object({ type: z.string(), data: z.unknown() });

/** Not everything that comes in is JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
