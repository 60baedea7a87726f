// What a pass left: the past that its few pages did not reach, and what it never looked at. A sync catches up with it between
// two passes, as fast as its share of the rate limit goes. It belongs to no pass, and ends nothing.

import { readOnDeliveryLog } from "../sources/delivery-log.ts";
import { readOnPolarEvents } from "../sources/polar-events.ts";
import type { FeedInbox } from "../sources/read-feed.ts";
import { applyHeard } from "./heard.ts";
import { attempt, type Pass } from "./pass.ts";
import { lookAtTheRest } from "./unopened.ts";

/** Until that time by `performance.now()`, or until nothing is left. What fails here the next pass meets again, and tells. */
export async function catchUp(pass: Pass, until: number): Promise<void> {
  const { client, organizationId, signal } = pass;
  const mayGoOn = () => !signal.aborted && performance.now() < until;
  const counting = countingKept(pass);
  const source = { client, organizationId, inbox: counting.inbox };
  const ends = await Promise.allSettled([
    attempt(pass, null, async () => void (await readOnDeliveryLog(source, mayGoOn))),
    attempt(pass, null, async () => void (await readOnPolarEvents(source, mayGoOn))),
    lookAtTheRest(pass, mayGoOn),
  ]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  // All at once, in the order of Polar's time: a feed is read from its new end, and so the fewest are learned late.
  if (counting.kept() > 0) await applyHeard(pass);
  signal.throwIfAborted();
}

/** Tells how far it is. */
function countingKept({ ledger: { inbox }, onProgress }: Pass) {
  let kept = 0;
  const counting: FeedInbox = {
    note: (key) => inbox.note(key),
    putNote: (key, value) => inbox.putNote(key, value),
    async keep(observations) {
      const answer = await inbox.keep(observations);
      kept += answer.length;
      onProgress({ phase: "history", done: kept, total: null });
      return answer;
    },
  };
  return { inbox: counting, kept: () => kept };
}
