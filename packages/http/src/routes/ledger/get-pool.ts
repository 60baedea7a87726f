// GET /v1/ledger/pools/{pool_id}: a pool's numbers now.

import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { pool, poolToWire } from "../../wire/pool.ts";
import { poolAt, poolPath } from "./shared/pool-at.ts";

export const getPool = route({
  method: "GET",
  path: "/v1/ledger/pools/{pool_id}",
  operationId: "ledger:get_pool",
  tag: "ledger",
  summary: "Get Pool",
  description: "How many seats of a subscription or an order were bought, are taken, are free.",
  access: merchant(...readingSeats),
  params: poolPath,
  answer: pool,
  answers: "The pool now",
  version: ({ version }) => version,
  refusals: { 404: "No such subscription or order" },
  async handle({ caller, params }) {
    return poolToWire(await poolAt(caller.ledger, params));
  },
});
