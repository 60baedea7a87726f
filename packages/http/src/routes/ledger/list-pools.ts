// GET /v1/ledger/pools: the pools of the organization, or of one customer.

import { z } from "zod";
import { merchant, readingLedger } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { pageQuery, uuid } from "../../wire/fields.ts";
import { poolsPage, poolsPageToWire } from "../../wire/pool.ts";

const query = z.strictObject({
  customer_id: documented(uuid, { description: "Only those that this customer pays for" }).optional(),
  ...pageQuery,
});

export const listPools = route({
  method: "GET",
  path: "/v1/ledger/pools",
  operationId: "ledger:list_pools",
  tag: "ledger",
  summary: "List Pools",
  description: "Every subscription and order that has seats, in the order in which the ledger came to know them.",
  access: merchant(...readingLedger),
  query,
  answer: poolsPage,
  answers: "A page of pools",
  refusals: { 404: "No such customer" },
  async handle({ caller, query: { customer_id: customerId, cursor, limit } }) {
    return poolsPageToWire(await caller.ledger.listPools({ customerId, cursor, limit }));
  },
});
