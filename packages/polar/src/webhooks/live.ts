// What follows after a webhook was answered: what waits is applied, then Polar is asked for the pools that were heard of.
// Nothing that fails here reaches the sender: what was kept goes on waiting, and the next webhook or pass takes it up. Of what
// waits for something that is not known, only that is tried again which may go on.

import type { Logger } from "seat-ledger";
import { messageOf } from "../failures.ts";
import { type AppliedWaiting, applyWaiting, type Which } from "../inbox/apply-waiting.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import type { Refetch } from "../inbox/outcome.ts";
import { poolOfSubject, subjectOfPool } from "../translate/subjects.ts";
import { coalesced } from "./coalesced.ts";
import { type Heard, nameOf } from "./receive.ts";

export interface Live {
  /** A webhook was kept. */
  readonly heard: (webhook: Heard) => void;
  /** Resolves when everything heard of is applied or waits for something else, and nobody is asked for anything. */
  readonly idle: () => Promise<void>;
}

export interface LiveSettings {
  readonly ledger: InboxLedger;
  /** Asks Polar for a pool; null where there is nobody to ask. */
  readonly refetch: ((refetch: Refetch) => Promise<void>) | null;
  readonly logger: Logger;
}

/** Pools that are asked for side by side. The rate of all of them is the client's to keep. */
const poolsAtOnce = 4;
/** Of those that failed by a fault of ours so many are tried again with the next webhook, the others by the next pass. */
const mostFailed = 100;

export function live({ ledger, refetch, logger }: LiveSettings): Live {
  /** By subject: whether all of the pool is asked for, or its seats alone. */
  const wanted = new Map<string, boolean>();
  let heard = new Map<string, string>();
  /** What was kept before this process began may wait for nothing: all of it is tried once. */
  let isFirst = true;
  let failed: readonly string[] = [];
  let applying: Promise<void> | null = null;

  const refetches = coalesced(async (subject) => {
    const ref = poolOfSubject(subject);
    const whole = wanted.get(subject) ?? false;
    wanted.delete(subject);
    if (!ref || !refetch) return;
    try {
      await refetch({ ref, whole });
    } catch (error) {
      logger.warn({ ...ref, problem: messageOf(error) }, "A pool could not be asked for; the next pass will.");
    }
  }, poolsAtOnce);

  const want = ({ ref, whole }: Refetch) => {
    const subject = subjectOfPool(ref);
    wanted.set(subject, whole || (wanted.get(subject) ?? false));
    refetches.ask(subject);
  };

  const applyHeard = async (mine: ReadonlyMap<string, string>) => {
    const ours = new Set([...failed, ...mine.keys()]);
    const which = isFirst ? "all" : { originIds: [...ours] };
    const report = await applied(ledger, logger, { bodies: mine, which });
    if (report) isFirst = false;
    failed = [...(report?.failures.keys() ?? ours)].slice(0, mostFailed);
    if (refetch) for (const one of report?.refetch ?? []) if (ours.has(one.originId)) want(one);
  };

  const apply = async () => {
    // The answers that are on their way go first.
    await new Promise((resolve) => setImmediate(resolve));
    while (heard.size > 0) {
      const mine = heard;
      heard = new Map();
      await applyHeard(mine);
    }
    // In one turn with the last look at what was heard: who is heard from now on begins anew.
    applying = null;
  };

  return {
    heard({ originId, body }) {
      heard.set(originId, body);
      applying ??= apply();
    },
    async idle() {
      do {
        await applying;
        await refetches.idle();
      } while (applying !== null);
    },
  };
}

async function applied(
  ledger: InboxLedger,
  logger: Logger,
  { bodies, which }: { readonly bodies: ReadonlyMap<string, string>; readonly which: Which },
): Promise<AppliedWaiting | null> {
  try {
    const report = await applyWaiting({ ledger, bodies }, which);
    for (const problem of report.failures.values())
      logger.error({ problem }, "A webhook could not be applied, and goes on waiting.");
    return report;
  } catch (error) {
    logger.error({ error: nameOf(error) }, "Webhooks could not be applied, and go on waiting.");
    return null;
  }
}
