// POST /v1/ledger/pools/{pool_id}/reopen.

import { poolCommand } from "./shared/pool-command.ts";

export const reopenPool = poolCommand({
  name: "reopen",
  summary: "Reopen Pool",
  description: "The subscription came back, with all its seats free.",
  refused: "It is an order that was not paid",
  run: (ledger, ref, context) => ledger.reopenPool(ref, context),
});
