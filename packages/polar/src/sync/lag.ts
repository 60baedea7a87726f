// What was heard of and waits to be applied, as the inbox keeps it: whoever put it there.

import type { ReplayLedger } from "../pass/pass.ts";

type Inbox = ReplayLedger["inbox"];

/** How long ago the oldest thing that waits happened, in milliseconds; 0 where nothing does. */
export async function lagOf(inbox: Inbox): Promise<number> {
  const { observations } = await inbox.list({ state: "waiting", limit: 1 });
  const [oldest] = observations;
  return oldest ? Math.max(0, Date.now() - (oldest.sourceAt ?? oldest.observedAt).getTime()) : 0;
}

/** Whether something waits that came at this time or later. What came before was there for a pass to apply. */
export async function waitsSince(inbox: Inbox, since: Date): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const { observations, next } = await inbox.list({ state: "waiting", ...(cursor && { cursor }) });
    if (observations.some(({ observedAt }) => observedAt >= since)) return true;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return false;
}
