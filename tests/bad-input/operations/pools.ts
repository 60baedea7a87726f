// The commands about pools.

import { randomUUID } from "node:crypto";
import { product } from "../../ledger/setting.ts";
import { type Operations, pool, poolFields } from "./operation.ts";

export const pools = {
  openPool: {
    call: (ledger, args, context) => ledger.openPool(args, context),
    good: ({ organizationId, customerId }) => ({
      orderId: randomUUID(),
      organizationId,
      customerId,
      product,
      seats: 1,
    }),
    fields: {
      ...poolFields,
      organizationId: "id",
      customerId: "id",
      product: "object",
      seats: "count",
      checkoutId: "text",
      status: "choice",
      authority: "choice",
    },
    required: ["orderId", "organizationId", "customerId", "product", "seats"],
  },
  activatePool: {
    call: (ledger, args, context) => ledger.activatePool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
  resizePool: {
    call: (ledger, args, context) => ledger.resizePool(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, seats: 5 }),
    fields: { ...poolFields, seats: "count" },
    required: ["subscriptionId", "seats"],
  },
  closePool: {
    call: (ledger, args, context) => ledger.closePool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
  reopenPool: {
    call: (ledger, args, context) => ledger.reopenPool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
} satisfies Operations;
