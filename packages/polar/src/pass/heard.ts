// What Polar tells of the past: the delivery log of webhooks and its own events, a few pages in a pass. They are kept, then
// applied in the order of Polar's time with whatever else waits, before the lists say what is true now.

import { applyWaiting } from "../inbox/apply-waiting.ts";
import type { ReplayLeftOut } from "../report/report.ts";
import { type FeedSource, readDeliveryLog } from "../sources/delivery-log.ts";
import { readPolarEvents } from "../sources/polar-events.ts";
import type { FeedReading } from "../sources/read-feed.ts";
import { attempt, type Pass } from "./pass.ts";

const sources: readonly (readonly [
  ReplayLeftOut["source"],
  (source: FeedSource<"webhookEndpoints" | "deliveries" | "polarEvents">) => Promise<FeedReading>,
])[] = [
  ["delivery-log", readDeliveryLog],
  ["polar-events", readPolarEvents],
];

export async function replayHeard(pass: Pass): Promise<void> {
  const { client, ledger, organizationId, tally } = pass;
  for (const [name, read] of sources) {
    await attempt(pass, null, async () => {
      const { leftOut, elsewhere } = await read({ client, inbox: ledger.inbox, organizationId });
      if (leftOut !== null) tally.leftOut(name, reasons[leftOut]);
      if (elsewhere > 0) tally.leftOut(name, keptElsewhere(elsewhere));
    });
  }
  await applyHeard(pass);
}

function keptElsewhere(count: number): string {
  return `${count} of its entries are kept in this ledger for no organization, or for another, and a fenced ledger doesn't see them.`;
}

const reasons: { readonly [Reason in NonNullable<FeedReading["leftOut"]>]: string } = {
  Forbidden: "The access token may not read it. It needs webhooks:read for the delivery log, events:read for events.",
  NotFound: "Polar has no such list at this address.",
};

/** What waits for a pool goes in once the pool is known, and before its seats are listed. */
export async function applyHeard(pass: Pass): Promise<void> {
  const { ledger, signal, tally } = pass;
  await attempt(pass, null, async () => {
    const { appended, inferred, failures } = await applyWaiting({ ledger, signal }, "all");
    tally.recorded({ appended, inferred });
    for (const message of failures.values()) tally.failed(null, message);
  });
}
