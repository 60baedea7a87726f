// What was heard of and waits to be applied, as the inbox keeps it: whoever put it there.

import type { KeptObservation } from "../inbox/observation-of.ts";
import type { ReplayLedger } from "../pass/pass.ts";

type Inbox = ReplayLedger["inbox"];

/** How long ago the oldest thing that waits happened, in milliseconds; 0 where nothing does. */
export async function lagOf(inbox: Inbox, lastCompletePass: Date | null): Promise<number> {
  const oldest = await oldestWaiting(inbox, lastCompletePass);
  return oldest ? Math.max(0, Date.now() - (oldest.sourceAt ?? oldest.observedAt).getTime()) : 0;
}

/** Whether something waits that the last complete pass did not have before it. */
export async function isBehind(inbox: Inbox, lastCompletePass: Date): Promise<boolean> {
  return (await oldestWaiting(inbox, lastCompletePass)) !== null;
}

/**
 * What came before a complete pass was there for it to apply: it is about a pool that Polar doesn't show. And a write whose
 * answer nobody saw waits for its caller, not for us.
 */
async function oldestWaiting(inbox: Inbox, lastCompletePass: Date | null): Promise<KeptObservation | null> {
  let cursor: string | undefined;
  do {
    const { observations, next } = await inbox.list({ state: "waiting", ...(cursor && { cursor }) });
    const oldest = observations.find(
      ({ origin, observedAt }) =>
        origin !== "write-through" && (lastCompletePass === null || observedAt >= lastCompletePass),
    );
    if (oldest) return oldest;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return null;
}
