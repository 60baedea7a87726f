// The refusal for a pool that is not active.

import type { PoolState } from "../pool.ts";
import { type Rejection, reject } from "../rejections.ts";

export function notActive(pool: PoolState, status: "unpaid" | "closed"): Rejection<"PoolNotActive"> {
  return reject("PoolNotActive", { poolId: pool.id, status });
}
