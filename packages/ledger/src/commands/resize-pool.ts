// resizePool: more seats were bought, or fewer. The rule is in domain/decide/resize-pool.ts.

import { z } from "zod";
import { exactlyOneSource, poolRefShape, seatCount } from "../arguments.ts";
import { decideResizePool } from "../domain/decide/resize-pool.ts";
import { poolCommand } from "./shared/pool-command.ts";

const schema = z.strictObject({ ...poolRefShape, seats: seatCount }).superRefine(exactlyOneSource);

/** A pool, and how many seats are bought now. */
export type ResizePoolArgs = z.input<typeof schema>;

export const resizePool = poolCommand("resizePool", schema, (pool, { seats }, at) =>
  decideResizePool(pool, { seats, at }),
);
