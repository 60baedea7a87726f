// POST /v1/ledger/pools/{pool_id}/activate.

import { poolCommand } from "./shared/pool-command.ts";

export const activatePool = poolCommand({
  name: "activate",
  summary: "Activate Pool",
  description: "An unpaid order was paid: its seats can be assigned. Of one that is active already, nothing changes.",
  refused: "It is closed",
  run: (ledger, ref, context) => ledger.activatePool(ref, context),
});
