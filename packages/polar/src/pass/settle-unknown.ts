// What still waits after a complete pass that it was there for is about nothing that sells seats: it is said to be unread, so
// that nobody tries it again for ever. The report names it.

import { settleForgone } from "../intents/settle-forgone.ts";
import type { Pass } from "./pass.ts";

const problem = "It is about a subscription or an order that a complete pass did not find among those that sell seats.";

export async function settleUnknown({ ledger, organizationId, progress, signal }: Pass): Promise<void> {
  await settleForgone(ledger, organizationId, progress.begunAt);
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const page = await ledger.inbox.list({ state: "waiting", organizationId, cursor });
    // A write may be under way.
    const unknown = page.observations.filter(
      ({ origin, observedAt }) => origin !== "write-through" && observedAt < progress.begunAt,
    );
    if (unknown.length > 0) {
      await ledger.inbox.settle(unknown.map(({ originId }) => ({ originId, state: "unread", problem }) as const));
    }
    cursor = page.next;
  } while (cursor !== null);
}
