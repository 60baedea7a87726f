// One whole pass over Polar: organizations, then the pools, then each pool's seats. It only asks and records; what the
// answers mean for the ledger is decided in the ledger.

import { polarClient } from "./client/polar-client.ts";
import { budgetOf } from "./client/rate.ts";
import type { Pass } from "./pass.ts";
import { checkedOptions, type ReplayOptions } from "./replay-options.ts";
import { replayOrganizations } from "./replay-organizations.ts";
import { replayPools } from "./replay-pools.ts";
import { replaySeats } from "./replay-seats.ts";
import { newTally, type ReplayReport } from "./report.ts";

/**
 * Makes the ledger agree with what Polar shows. Safe to repeat, and to stop at any time: a pass where nothing changed
 * appends nothing. A pool that fails stands in the report (`complete` is then false) and holds up none of the others.
 *
 * Throws `PolarReplayError` where the pass can't begin, `InvalidRequest` for its options, the signal's reason when it is
 * aborted, and the ledger's own troubles such as `StorageFull`.
 *
 * @example
 * import { createPolar } from "@polar-sh/sdk/2026-10";
 *
 * const polar = createPolar({ accessToken: "polar_oat_..." });
 * const { appended, complete, failures } = await replayPolar({ ledger, polar });
 */
export async function replayPolar(options: ReplayOptions): Promise<ReplayReport> {
  const { ledger, polar, organizationId = null, signal: given, onProgress, ...rate } = checkedOptions(options);
  const stop = new AbortController();
  const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
  signal.throwIfAborted();
  const tally = newTally();
  const budget = budgetOf(polar, rate);
  const client = polarClient(polar, { organizationId, budget, urgency: "pass", signal, meter: tally });
  const pass: Pass = { ledger, client, tally, signal, onProgress: stoppable(onProgress, stop) };
  const organizations = await replayOrganizations(pass, organizationId);
  if ([...organizations.values()].includes(true)) {
    await replaySeats(pass, await replayPools(pass, organizations));
  }
  signal.throwIfAborted();
  return tally.report();
}

/** What the caller's function throws ends the pass: it is no failure of the pool at hand. */
function stoppable(onProgress: ReplayOptions["onProgress"], stop: AbortController): Pass["onProgress"] {
  return (progress) => {
    try {
      onProgress?.(progress);
    } catch (error) {
      stop.abort(error);
    }
  };
}
