// One whole pass over Polar: organizations, what is told of the past, the pools, each pool's seats, and what was missing. It
// only asks and records; what the answers mean for the ledger is decided in the ledger.

import { polarClient } from "./client/polar-client.ts";
import { budgetOf } from "./client/rate.ts";
import { inTurnBy } from "./in-turn-by.ts";
import { endPass } from "./pass/endings.ts";
import { replayHeard } from "./pass/heard.ts";
import { replayOrganizations } from "./pass/organizations.ts";
import type { Pass } from "./pass/pass.ts";
import { openProgress, type Phase, phases } from "./pass/pass-progress.ts";
import { readPoolNotes } from "./pass/pool-notes.ts";
import { replayOrders, replaySubscriptions } from "./pass/pools.ts";
import { reportOf } from "./pass/report-of.ts";
import { replaySeats } from "./pass/seats.ts";
import { checkedOptions, type ReplayOptions } from "./replay-options.ts";
import type { ReplayReport } from "./report/report.ts";
import { newTally } from "./report/tally.ts";

const work: { readonly [Part in Phase]: (pass: Pass) => Promise<void> } = {
  organizations: replayOrganizations,
  heard: replayHeard,
  subscriptions: replaySubscriptions,
  orders: replayOrders,
  seats: replaySeats,
  endings: endPass,
};

/**
 * Makes the ledger agree with what Polar shows. Safe to repeat, and to stop at any time: a pass where nothing changed
 * appends nothing, and one that was stopped or killed goes on where it was when it is called again within an hour. A pool
 * that fails stands in the report (`complete` is then false) and holds up none of the others.
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
  return (await wholePass(options)).report;
}

/** A pass, and when it began: where it goes on with one that was interrupted, that is when that one did. */
export async function wholePass(
  options: ReplayOptions,
): Promise<{ readonly report: ReplayReport; readonly begunAt: Date }> {
  const checked = checkedOptions(options);
  checked.signal?.throwIfAborted();
  return await inTurnBy(checked.ledger, `pass of ${checked.organizationId ?? "all"}`, () => passBy(checked));
}

/** One that runs must not be taken for one that was interrupted: two of the same in a process take turns. */
async function passBy(checked: ReturnType<typeof checkedOptions>): ReturnType<typeof wholePass> {
  const { ledger, polar, organizationId = null, signal: given, onProgress, ...rate } = checked;
  const controller = new AbortController();
  const stop = (reason: unknown) => controller.abort(reason);
  const signal = given ? AbortSignal.any([given, controller.signal]) : controller.signal;
  signal.throwIfAborted();
  const tally = newTally();
  const budget = budgetOf(polar, rate);
  const client = polarClient(polar, { organizationId, budget, urgency: "pass", signal, meter: tally });
  const progress = await openProgress(ledger.inbox, organizationId, tally);
  const pools = await readPoolNotes(ledger.inbox);
  const stoppable = stoppedBy(onProgress, stop);
  const unopened: Pass["unopened"] = new Map();
  const asking = { organizationId, ledger, client, signal, stop, onProgress: stoppable };
  const pass: Pass = { ...asking, tally, progress, pools, unopened };
  for (const phase of phases.slice(phases.indexOf(progress.phase))) {
    if (phase !== "organizations") await progress.begin(phase);
    if (phase === "organizations" || hasPools(pass)) await work[phase](pass);
    signal.throwIfAborted();
  }
  const report = await reportOf(pass);
  await progress.end();
  return { report, begunAt: progress.begunAt };
}

/** Whether there is anything to ask for: an organization that sells seats. */
function hasPools({ progress }: Pass): boolean {
  return [...progress.organizations.values()].includes(true);
}

/** What the caller's function throws ends the pass: it is no failure of the pool at hand. */
function stoppedBy(onProgress: ReplayOptions["onProgress"], stop: Pass["stop"]): Pass["onProgress"] {
  return (progress) => {
    try {
      onProgress?.(progress);
    } catch (error) {
      stop(error);
    }
  };
}
