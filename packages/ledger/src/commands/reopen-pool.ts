// reopenPool: the subscription came back; its seats are assigned anew. The rule is in domain/decide/pool-lifecycle.ts.

import { decideReopenPool } from "../domain/decide/pool-lifecycle.ts";
import { poolCommand, poolRefSchema } from "./shared/pool-command.ts";

export const reopenPool = poolCommand("reopenPool", poolRefSchema, ({ pool, at }) => decideReopenPool(pool, at));
