// The end of a pass: what Polar did not show. A live seat or a pool that is missing ends at the end of the second complete
// pass without it, and is awaited until then; a pass with a failure ends nothing and counts for nothing.

import { refOf } from "../pool-ref.ts";
import { endAbsentPool } from "./end-absent-pool.ts";
import { endMissingSeats } from "./end-missing-seats.ts";
import { isAbsent, mirroredPools } from "./mirrored-pools.ts";
import { attempt, type Pass } from "./pass.ts";
import { settleUnknown } from "./settle-unknown.ts";

export async function endPass(pass: Pass): Promise<void> {
  if (pass.tally.failures().length > 0) return;
  for await (const pool of mirroredPools(pass)) {
    const ref = refOf(pool);
    const note = pass.pools.of(ref);
    await attempt(pass, ref, async () => {
      if (note?.listedIn === pass.progress.id) await endMissingSeats(pass, ref, note);
      else if (isAbsent(pass, pool)) await endAbsentPool(pass, pool);
    });
  }
  if (pass.tally.failures().length === 0) await attempt(pass, null, () => settleUnknown(pass));
}
