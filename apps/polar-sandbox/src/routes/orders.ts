// Listing orders and showing one.

import { Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import { customerOf } from "../find-customer.ts";
import { amountFor, productOf } from "../products.ts";
import { type OrderRecord, orderStatuses } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { orderToWire } from "../wire/order.ts";
import { pageOf } from "../wire/page.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow, visible } from "./filter.ts";
import { readChoices, readIds, readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function orderRoutes(state: SandboxState): Hono<SandboxEnv> {
  const keys = sortKeys(state);
  return new Hono<SandboxEnv>({ strict: false })
    .get("/", (context) => {
      const found = narrow(visible(state.orders.values(), context.var.viewer), [
        [readIds(context, "organization_id"), (order) => order.organizationId],
        [readIds(context, "customer_id"), (order) => order.customerId],
        [readIds(context, "product_id"), (order) => order.productId],
        [readIds(context, "subscription_id"), (order) => order.subscriptionId],
        [
          context.req.queries("external_customer_id") ?? null,
          (order) => customerOf(state, order.customerId).externalId,
        ],
        [readChoices(context, "status", orderStatuses), (order) => order.status],
        [
          readChoices(context, "product_billing_type", ["one_time", "recurring"]),
          (order) => (order.subscriptionId === null ? "one_time" : "recurring"),
        ],
      ]);
      const sorted = sortAsAsked(context, found, keys, "-created_at");
      return context.json(pageOf(sorted, readPage(context), (order) => orderToWire(state, order)));
    })
    .get("/:id", (context) => {
      const order = state.orders.get(readPathId(context, "id"));
      if (order === undefined || !context.var.viewer(order.organizationId)) throw resourceNotFound();
      return context.json(orderToWire(state, order));
    });
}

const sortKeys = (state: SandboxState): SortKeys<OrderRecord> => {
  const amount = (order: OrderRecord) => amountFor(productOf(state, order.productId), order.seats);
  return {
    created_at: (order) => order.createdAt,
    status: (order) => order.status,
    invoice_number: (order) => order.invoiceNumber,
    amount,
    net_amount: amount,
    customer: (order) => customerOf(state, order.customerId).email,
    product: (order) => productOf(state, order.productId).name,
    subscription: (order) => order.subscriptionId,
  };
};
