// closePool: the subscription ended, was paused or is unpaid; each live seat is revoked. The rule is in domain/decide/pool-lifecycle.ts.

import { decideClosePool } from "../domain/decide/pool-lifecycle.ts";
import { poolCommand, poolRefSchema } from "./shared/pool-command.ts";

export const closePool = poolCommand("closePool", poolRefSchema, ({ pool, at }) => decideClosePool(pool, at));
