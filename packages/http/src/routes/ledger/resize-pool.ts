// POST /v1/ledger/pools/{pool_id}/resize.

import { z } from "zod";
import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { noObject, seatCount } from "../../wire/fields.ts";
import { pool, poolToWire } from "../../wire/pool.ts";
import { poolPath, poolRefAt } from "./shared/pool-at.ts";

const body = documented(
  z.strictObject({ seats: documented(seatCount, { description: "How many are bought now" }) }, noObject),
  { id: "PoolResize" },
);

export const resizePool = route({
  method: "POST",
  path: "/v1/ledger/pools/{pool_id}/resize",
  operationId: "ledger:resize_pool",
  tag: "ledger",
  summary: "Resize Pool",
  description: "More seats were bought, or fewer; never fewer than are held.",
  access: merchant("ledger:write"),
  params: poolPath,
  body,
  answer: pool,
  answers: "It, as it is now",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    400: "More seats are held than are left",
    404: "No such subscription or order",
    409: "The Idempotency-Key was used for another request, or Polar decides about it",
  },
  async handle({ caller, params, body: { seats }, request }) {
    const ref = await poolRefAt(caller.ledger, params);
    return poolToWire(await caller.ledger.resizePool({ ...ref, seats }, commandContext(request, caller)));
  },
});
