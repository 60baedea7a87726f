// Listing subscriptions, showing one, and changing how many seats one has.

import { Hono } from "hono";
import { z } from "zod";
import { resourceNotFound } from "../errors.ts";
import { customerOf } from "../find-customer.ts";
import { amountFor, productOf } from "../products.ts";
import { type SubscriptionRecord, subscriptionStatuses } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { scheduleSubscriptionSeats, updateSubscriptionSeats } from "../subscriptions.ts";
import { pageOf } from "../wire/page.ts";
import { subscriptionToWire } from "../wire/subscription.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow, visible } from "./filter.ts";
import { readBody, readChoices, readIds, readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

const subscriptionUpdateSeats = z.strictObject({
  seats: z.int().min(1).max(2_147_483_647),
  proration_behavior: z.enum(["invoice", "prorate", "next_period", "reset"]).nullish(),
});

export function subscriptionRoutes(state: SandboxState): Hono<SandboxEnv> {
  const keys = sortKeys(state);
  return new Hono<SandboxEnv>({ strict: false })
    .get("/", (context) => {
      const found = narrow(visible(state.subscriptions.values(), context.var.viewer), [
        [readIds(context, "organization_id"), (subscription) => subscription.organizationId],
        [readIds(context, "customer_id"), (subscription) => subscription.customerId],
        [readIds(context, "product_id"), (subscription) => subscription.productId],
        [
          context.req.queries("external_customer_id") ?? null,
          (subscription) => customerOf(state, subscription.customerId).externalId,
        ],
        [readChoices(context, "status", subscriptionStatuses), (subscription) => subscription.status],
        [readChoices(context, "active", ["true", "false"]), (subscription) => String(isActive(subscription))],
      ]);
      const sorted = sortAsAsked(context, found, keys, "-started_at");
      return context.json(pageOf(sorted, readPage(context), (subscription) => subscriptionToWire(state, subscription)));
    })
    .get("/:id", (context) => {
      const subscription = findSubscription(state, readPathId(context, "id"), context.var.viewer);
      return context.json(subscriptionToWire(state, subscription));
    })
    .patch("/:id", async (context) => {
      const id = readPathId(context, "id");
      const { seats, proration_behavior } = await readBody(context, subscriptionUpdateSeats);
      findSubscription(state, id, context.var.viewer);
      const change = proration_behavior === "next_period" ? scheduleSubscriptionSeats : updateSubscriptionSeats;
      return context.json(subscriptionToWire(state, change(state, id, seats)));
    });
}

function findSubscription(state: SandboxState, id: string, viewer: Viewer): SubscriptionRecord {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined || !viewer(subscription.organizationId)) throw resourceNotFound();
  return subscription;
}

const isActive = ({ status }: SubscriptionRecord): boolean =>
  status === "trialing" || status === "active" || status === "past_due";

const sortKeys = (state: SandboxState): SortKeys<SubscriptionRecord> => ({
  started_at: (subscription) => subscription.startedAt,
  ended_at: (subscription) => subscription.endedAt,
  ends_at: (subscription) => subscription.endsAt,
  status: (subscription) => subscription.status,
  amount: (subscription) => amountFor(productOf(state, subscription.productId), subscription.seats),
  customer: (subscription) => customerOf(state, subscription.customerId).email,
  product: (subscription) => productOf(state, subscription.productId).name,
});
