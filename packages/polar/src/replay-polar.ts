// replayPolar: one whole pass over Polar.

import { wholePass } from "./pass/whole-pass.ts";
import type { ReplayOptions } from "./replay-options.ts";
import type { ReplayReport } from "./report/report.ts";

/**
 * Makes the ledger agree with what Polar shows. Safe to repeat, and to stop at any time: a pass where nothing changed
 * appends nothing, and one that was stopped or killed goes on where it was when it is called again within an hour. A pool
 * that fails stands in the report (`complete` is then false) and holds up none of the others. Where another process passes over
 * the same ledger it waits for its turn, for which a process that died is waited for at most half a minute.
 *
 * Throws `PolarReplayError` where the pass can't begin or was taken over, `InvalidRequest` for its options, the signal's reason when it is
 * aborted, and the ledger's own troubles such as `StorageFull`.
 *
 * @example
 * import { createPolar } from "@polar-sh/sdk/2026-10";
 *
 * const polar = createPolar({ accessToken: "polar_oat_..." });
 * const { appended, complete, failures } = await replayPolar({ ledger, polar });
 */
export async function replayPolar(options: ReplayOptions): Promise<ReplayReport> {
  return (await wholePass(options)).report;
}
