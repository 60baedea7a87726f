// Records a change of the number of bought seats of a mirrored pool, perhaps long ago.

import { poolNotFound } from "../../domain/pool-ref.ts";
import { reject } from "../../domain/rejections.ts";
import { settleQuantity } from "../../domain/replay/settle-quantity.ts";
import { readPoolItself } from "../../store/log-queries.ts";
import { findPoolBy } from "../../store/pool-queries.ts";
import { type Call, type Plan, planned } from "../shared/command.ts";
import { poolAnchor, poolAppend } from "../shared/pool-append.ts";
import type { QuantityFact, Recorded } from "./facts.ts";
import { recordedOf } from "./recorded.ts";

export function* recordQuantity(fact: QuantityFact, call: Call): Plan<Recorded> {
  const found = yield* findPoolBy(fact, call.fence);
  if (!found) return poolNotFound(fact);
  const { pool, refs } = found;
  if (pool.authority !== "polar") return reject("PoolExists", { poolId: pool.id, differing: ["authority"] });
  const events = settleQuantity(pool, yield* readPoolItself(refs.stream), fact);
  const append = poolAppend(found, events);
  return planned(refs.organization, append, poolAnchor(refs, append.after), recordedOf(events));
}
