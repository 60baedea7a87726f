// POST /v1/ledger/pools/{pool_id}/close.

import { poolCommand } from "./shared/pool-command.ts";

export const closePool = poolCommand({
  name: "close",
  summary: "Close Pool",
  description: "The subscription ended, was paused or is unpaid: each seat that is held is revoked.",
  refused: "It is an order that was not paid",
  run: (ledger, ref, context) => ledger.closePool(ref, context),
});
