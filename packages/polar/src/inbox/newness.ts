// Whether an observation may change the present of what it is about: only where nothing later of it was applied.

import { readInput } from "../translate/read-input.ts";
import type { Says } from "../translate/reading.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { inputKindOf } from "./input-kind.ts";
import type { KeptObservation } from "./observation-of.ts";

/** `same`: it says what was said at that time already. `conflict`: it says something else of that very time. */
export type Newness = "newer" | "same" | "older" | "conflict";

export async function newnessOf(ledger: InboxLedger, kept: KeptObservation, says: Says): Promise<Newness> {
  const before = kept.subject === null ? null : await ledger.inbox.newest(kept.subject);
  if (!before || before.originId === kept.originId) return "newer";
  const [mine, theirs] = [timeOf(kept), timeOf(before)];
  if (mine !== theirs) return mine > theirs ? "newer" : "older";
  // Polar was asked for it, and this is the answer; who pays for a pool may have changed even where the pool has not.
  if (kept.origin === "listing") return "newer";
  return isSame(says, before) ? "same" : "conflict";
}

/** Whether something of this subject that is later than this time was applied. */
export async function isOutdated(ledger: InboxLedger, subject: string, time: Date): Promise<boolean> {
  const before = await ledger.inbox.newest(subject);
  return before !== null && timeOf(before) > time.getTime();
}

function timeOf({ sourceAt, observedAt }: KeptObservation): number {
  return (sourceAt ?? observedAt).getTime();
}

function isSame(says: Says, before: KeptObservation): boolean {
  const kind = inputKindOf(before);
  if (kind === null || before.body === null) return false;
  return essenceOf(says) === essenceOf(readInput(kind, before.body).says);
}

/** A pool's payer is shown with it, and changes at times of its own. */
function essenceOf(says: Says): string {
  return JSON.stringify(says.kind === "pool" ? says.shown.pool : says);
}
