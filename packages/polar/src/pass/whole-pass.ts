// One whole pass over Polar: organizations, what is told of the past, the pools, each pool's seats, and what was missing. It
// only asks and records; what the answers mean for the ledger is decided in the ledger.

import { polarClient } from "../client/polar-client.ts";
import { budgetOf } from "../client/rate.ts";
import { inTurnBy } from "../in-turn-by.ts";
import { checkedOptions, type ReplayOptions } from "../replay-options.ts";
import type { ReplayReport } from "../report/report.ts";
import { newTally } from "../report/tally.ts";
import { catchUp } from "./catch-up.ts";
import { endPass } from "./endings.ts";
import { replayHeard } from "./heard.ts";
import { replayOrganizations } from "./organizations.ts";
import type { Pass } from "./pass.ts";
import { openProgress, type Phase, phases } from "./pass-progress.ts";
import { readPoolNotes } from "./pool-notes.ts";
import { replayOrders, replaySubscriptions } from "./pools.ts";
import { reportOf } from "./report-of.ts";
import { replaySeats } from "./seats.ts";
import { type Turn, takeTurn } from "./turn.ts";

const work: { readonly [Part in Phase]: (pass: Pass) => Promise<void> } = {
  organizations: replayOrganizations,
  heard: replayHeard,
  subscriptions: replaySubscriptions,
  orders: replayOrders,
  seats: replaySeats,
  endings: endPass,
};

/** A pass that has ended. */
export interface Passed {
  readonly report: ReplayReport;
  /** Where it goes on with one that was interrupted, that is when that one did. */
  readonly begunAt: Date;
}

/** What else whoever makes passes again and again wants of one. */
export interface Following {
  /** Another pass is under way over the same ledger, at least until then unless that one ends before. */
  readonly onWait: (until: Date) => void;
  /** The pass has ended. Answers until when what it left unread may be caught up with, by `performance.now()`. */
  readonly onPassed: (passed: Passed) => number;
}

/** One that runs must not be taken for one that was interrupted: of those over the same pools one runs at a time. */
export async function wholePass(options: ReplayOptions, following: Following | null = null): Promise<Passed> {
  const checked = checkedOptions(options);
  checked.signal?.throwIfAborted();
  const { ledger, organizationId = null } = checked;
  const pass = async () => {
    const controller = new AbortController();
    const stop = (reason: unknown) => controller.abort(reason);
    const signal = AbortSignal.any([controller.signal, ...(checked.signal ? [checked.signal] : [])]);
    const onProgress = stoppedBy(checked.onProgress, stop);
    const turn = await takeTurn(ledger.inbox, {
      ...{ scope: organizationId, signal, onLost: stop },
      onWait(until) {
        following?.onWait(until);
        onProgress({ phase: "turn", done: 0, total: null });
      },
    });
    try {
      const begun = await begunPass(checked, { turn, signal, stop, onProgress });
      const passed = await passThrough(begun);
      if (following) await catchUp(begun, following.onPassed(passed));
      return passed;
    } finally {
      await turn.end();
    }
  };
  return await inTurnBy(ledger, `pass of ${organizationId ?? "all"}`, pass, checked.signal);
}

type Running = Pick<Pass, "signal" | "stop" | "onProgress"> & { readonly turn: Turn };

async function begunPass(
  { ledger, polar, organizationId: only, signal: _, onProgress: __, ...rate }: ReturnType<typeof checkedOptions>,
  { turn, ...running }: Running,
): Promise<Pass> {
  const organizationId = only ?? null;
  const tally = newTally();
  const budget = budgetOf(polar, rate);
  const client = polarClient(polar, { organizationId, budget, urgency: "pass", signal: running.signal, meter: tally });
  const notes = heldNotes(ledger.inbox, turn);
  const progress = await openProgress(notes, organizationId, tally);
  const pools = await readPoolNotes(notes);
  return { organizationId, ledger, client, ...running, tally, progress, pools, unopened: new Map() };
}

/** What passes remember is written by whoever has the turn. */
function heldNotes(inbox: ReplayOptions["ledger"]["inbox"], turn: Turn) {
  return {
    note: (key: string) => inbox.note(key),
    notes: (prefix: string) => inbox.notes(prefix),
    async putNote(key: string, value: unknown) {
      await turn.hold();
      await inbox.putNote(key, value);
    },
  };
}

async function passThrough(pass: Pass): Promise<Passed> {
  const { progress, signal } = pass;
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
