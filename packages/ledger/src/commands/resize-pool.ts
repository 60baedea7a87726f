// resizePool: more seats were bought, or fewer. The rule is in domain/decide/resize-pool.ts.

import { z } from "zod";
import { exactlyOneSource, poolRefShape, seatCount } from "../arguments.ts";
import { decideResizePool } from "../domain/decide/resize-pool.ts";
import { poolCommand } from "./shared/pool-command.ts";
import { releasedPool } from "./shared/released-pool.ts";

const schema = z.strictObject({ ...poolRefShape, seats: seatCount }).superRefine(exactlyOneSource);

/** A pool, and how many seats are bought now. */
export type ResizePoolArgs = z.input<typeof schema>;

export const resizePool = poolCommand("resizePool", schema, (ready, { seats }, call) => {
  const { lapses, pool } = releasedPool(ready, call);
  const decision = decideResizePool(pool, { seats, at: ready.at });
  if (decision.kind === "rejected" || decision.events.length === 0) return decision;
  return { ...decision, events: [...lapses, ...decision.events] };
});
