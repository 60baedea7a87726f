// Starts the service: the ledger, Polar or its sandbox, the sync between the two, the API. It prints nothing.

import { createSeatApi } from "@seat-ledger/http";
import { type PolarSync, type PolarSyncState, polarSeats, type ReplayReport, startPolarSync } from "@seat-ledger/polar";
import { openLedger, type SeatLedger } from "seat-ledger";
import { createAuthenticate } from "./authenticate.ts";
import { firstReport } from "./first-report.ts";
import { type ServedApi, serveApi } from "./serve-api.ts";
import type { Settings } from "./settings.ts";
import type { StartOptions } from "./start-options.ts";
import { connectUpstream, type Upstream } from "./upstream.ts";

export interface Service {
  readonly url: string;
  readonly ledger: SeatLedger;
  readonly organizationId: string;
  readonly sandboxUrl: string | null;
  /** What the first pass found. */
  readonly report: ReplayReport;
  readonly sync: PolarSync;
  /**
   * Ends the streams, answers what is under way, stops the sync, closes the file. Resolves to false where something was cut
   * off because it took longer than the settings allow.
   */
  close(): Promise<boolean>;
}

export async function startService(settings: Settings, options: StartOptions = {}): Promise<Service> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    let inTime = true;
    for (const end of closing.splice(0).reverse()) inTime = (await end()) !== false && inTime;
    return inTime;
  };
  try {
    const ledger = await openLedger({ file: settings.database });
    closing.push(() => ledger.close());
    const upstream: Upstream = await connectUpstream(settings);
    closing.push(() => upstream.close());
    const { organizationId, polar, sandboxUrl, requestsPerMinute, webhookSecrets } = upstream;
    const authenticate = createAuthenticate(settings.accessToken, organizationId);
    // Of the pools that came from Polar, Polar decides: seats are written through.
    const seats = polarSeats({ ledger, polar, requestsPerMinute });
    // The first pass can take long, and what is not replayed yet is not served.
    let replayed = false;
    let syncState: PolarSyncState | null = null;
    const api = createSeatApi({ ledger, authenticate, seats, ready: () => replayed, sync: () => syncState });
    let answer = api.fetch;
    const served: ServedApi = await serveApi((request) => answer(request), settings);
    closing.push(() => served.close());
    const secrets = webhookSecrets.length === 0 ? {} : { secrets: webhookSecrets };
    const sync = startPolarSync({ ledger, polar, organizationId, requestsPerMinute, ...secrets, logger: console });
    closing.push(() => sync.stop());
    // First of all: while requests are answered, everything that they need is there, for webhooks the sync.
    closing.push(() => {
      api.close();
      return served.close();
    });
    sync.state$.subscribe((state) => {
      syncState = state;
    });
    // Webhooks are taken in from the beginning: Polar switches an endpoint off that fails ten times in a row.
    answer = async (request) => (isWebhook(request) && sync.webhook ? sync.webhook(request) : api.fetch(request));
    const report = await firstReport(sync, options);
    replayed = true;
    upstream.announce(`${served.url}${webhookPath}`);
    return { url: served.url, ledger, organizationId, sandboxUrl, report, sync, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const webhookPath = "/webhooks/polar";

function isWebhook({ url }: Request): boolean {
  return new URL(url).pathname === webhookPath;
}
