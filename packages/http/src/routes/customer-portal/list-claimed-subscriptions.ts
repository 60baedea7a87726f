// GET /v1/customer-portal/seats/subscriptions: the subscriptions in which the signed-in person has claimed a seat.

import { z } from "zod";
import { portalReader } from "../../access/portal.ts";
import { route } from "../../routing/route.ts";
import { count } from "../../wire/answers.ts";
import { claimedSubscription } from "../../wire/claimed-subscription.ts";
import { claimedSubscriptionToWire, isSubscription } from "../../wire/claimed-subscription-to-wire.ts";
import { documented } from "../../wire/documented.ts";
import { wholeNumber } from "../../wire/fields.ts";
import { shownOf } from "../../wire/shown-subscription.ts";

const maxLimit = 100;

const query = z.object({
  page: documented(wholeNumber({ from: 1 }), { description: "Which page; 1 unless said" }).optional(),
  limit: documented(wholeNumber({ from: 1 }), {
    description: `How many a page has; 10 unless said, ${maxLimit} at most`,
  }).optional(),
});

const claimedSubscriptions = documented(
  z.object({
    items: z.array(claimedSubscription),
    pagination: documented(z.object({ total_count: count, max_page: count }), { id: "Pagination" }),
  }),
  { id: "ListResource_CustomerSubscription_" },
);

export const listClaimedSubscriptions = route({
  method: "GET",
  path: "/v1/customer-portal/seats/subscriptions",
  operationId: "customer_portal:seats:list_claimed_subscriptions",
  tag: "customer-portal",
  summary: "List Claimed Subscriptions",
  description:
    "The subscriptions in which the customer or the member has claimed a seat. Of a mirrored one, what Polar delivered is shown; of the others, what the ledger doesn't know is neutral.",
  access: portalReader,
  query,
  answer: claimedSubscriptions,
  answers: "A page of subscriptions, in the order in which the ledger came to know them",
  async handle({ caller: { ledger, organizationId, customerId, memberId }, query: { page = 1, limit = 10 } }) {
    const size = Math.min(limit, maxLimit);
    const held = await ledger.listHeldPools({ customerId, memberId });
    const subscriptions = held.filter(isSubscription);
    const shown = subscriptions.slice((page - 1) * size, page * size);
    const organization = await ledger.getOrganization({ organizationId });
    const items = shown.map(async (pool) => {
      const delivered = pool.authority === "polar" ? await shownOf(ledger, pool.subscriptionId) : null;
      return claimedSubscriptionToWire(pool, organization, delivered);
    });
    return {
      items: await Promise.all(items),
      pagination: { total_count: subscriptions.length, max_page: Math.ceil(subscriptions.length / size) },
    };
  },
});
