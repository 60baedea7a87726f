// POST /v1/ledger/pools: the seats of a subscription or an order of which the ledger is to decide.

import { z } from "zod";
import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { noObject, seatCount, shortText, uuid } from "../../wire/fields.ts";
import { pool, poolToWire } from "../../wire/pool.ts";

const body = documented(
  z.strictObject(
    {
      subscription_id: documented(uuid, { description: "The subscription that has seats" }).nullish(),
      order_id: documented(uuid, { description: "The order that has seats" }).nullish(),
      customer_id: documented(uuid, { description: "Who pays: a registered customer" }),
      product: z.strictObject({ id: shortText, name: shortText }, noObject),
      seats: documented(seatCount, { description: "How many were bought" }),
      checkout_id: documented(shortText, { description: "The checkout from which it came" }).nullish(),
      status: documented(z.enum(["active", "unpaid"]), {
        description: "Only an order can be unpaid; `active` unless said",
      }).nullish(),
    },
    noObject,
  ),
  { id: "PoolOpen", description: "Exactly one of `subscription_id` and `order_id`." },
);

export const openPool = route({
  method: "POST",
  path: "/v1/ledger/pools",
  operationId: "ledger:open_pool",
  tag: "ledger",
  summary: "Open Pool",
  description:
    "A subscription with seats was started, or an order of seats was made, of which this ledger decides. The same facts again change nothing.",
  access: merchant("ledger:write"),
  body,
  answer: pool,
  answers: "It, as it is now",
  version: ({ version }) => version,
  refusals: {
    404: "No such customer",
    409: "It was opened with other facts, or the Idempotency-Key was used for another request",
  },
  async handle({ caller, body: given, request }) {
    const args = {
      organizationId: caller.organizationId,
      subscriptionId: given.subscription_id,
      orderId: given.order_id,
      customerId: given.customer_id,
      product: given.product,
      seats: given.seats,
      checkoutId: given.checkout_id,
      status: given.status,
    };
    return poolToWire(await caller.ledger.openPool(args, commandContext(request, caller)));
  },
});
