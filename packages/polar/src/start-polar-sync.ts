// startPolarSync: keeps a ledger in step with Polar until it is stopped.

import { PolarSync } from "./sync/polar-sync.ts";
import { checkedSyncOptions, type PolarSyncOptions } from "./sync/sync-options.ts";

/**
 * Keeps the ledger in step with Polar: a pass at once and after each interval, stalest pools first, and, with `secrets`, the
 * webhooks in between. A pass that failed or was not complete is tried again with back-off. All of it stays within its share
 * of Polar's rate limit. After a restart it goes on where it was.
 *
 * Throws `InvalidRequest` for an option that is wrong or unknown; what fails later is in `state$`.
 *
 * @example
 * const sync = startPolarSync({ ledger, polar, secrets: ["whsec_..."] });
 * app.post("/webhooks/polar", (context) => sync.webhook(context.req.raw));
 * sync.state$.subscribe(({ lagMs, lastCompletePass }) => gauge.set(lagMs));
 * await sync.caughtUp();
 * await sync.stop();
 */
export function startPolarSync(options: PolarSyncOptions): PolarSync {
  return new PolarSync(checkedSyncOptions(options));
}
