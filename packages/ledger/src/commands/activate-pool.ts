// activatePool: an unpaid order was paid. The rule is in domain/decide/pool-lifecycle.ts.

import { decideActivatePool } from "../domain/decide/pool-lifecycle.ts";
import { poolCommand, poolRefSchema } from "./shared/pool-command.ts";

export const activatePool = poolCommand("activatePool", poolRefSchema, ({ pool, at }) => decideActivatePool(pool, at));
