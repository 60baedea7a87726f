// At the end of a complete pass: what was asked of Polar so long ago that no write can be under way any more, and that no look
// has shown, has come to nothing that anybody could see. It is said so, and no later call is in doubt because of it.

import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import type { KeptObservation } from "../inbox/observation-of.ts";
import { isOld, settleIntents, subjectOfIntents } from "./intent.ts";
import { forgetUnanswered } from "./unanswered.ts";
import { isUnderWay } from "./under-way.ts";

const problem = "No look at Polar shows what came of it.";

export async function settleForgone(ledger: InboxLedger, organizationId: string | null, now: Date): Promise<void> {
  const writes = { state: "waiting", origin: "write-through" } as const;
  await settleOld(ledger, { ...writes, organizationId }, now);
  // Whose a claim's seat is nobody knew, so it belongs to no organization.
  if (organizationId !== null) await settleOld(ledger, { ...writes, subject: subjectOfIntents(null) }, now);
  await forgetUnanswered(ledger, now);
}

type Which = NonNullable<Parameters<InboxLedger["inbox"]["list"]>[0]>;

async function settleOld({ inbox }: InboxLedger, which: Which, now: Date): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof inbox.list>> = await inbox.list({ ...which, cursor });
    const forgone = page.observations.filter((kept) => isForgone(kept, now)).map(({ originId }) => originId);
    if (forgone.length > 0) await settleIntents({ inbox }, forgone, problem);
    cursor = page.next;
  } while (cursor !== null);
}

function isForgone({ originId, observedAt }: KeptObservation, now: Date): boolean {
  return isOld({ at: observedAt }, now) && !isUnderWay(originId);
}
