// Starts the service: the ledger, Polar or its sandbox, the sync between the two, the API. It prints nothing.

import * as openTelemetry from "@opentelemetry/api";
import { createSeatApi } from "@seat-ledger/http";
import { type PolarSync, type PolarSyncState, polarSeats, type ReplayReport, startPolarSync } from "@seat-ledger/polar";
import { openLedger, type SeatLedger } from "seat-ledger";
import { createAuthenticate } from "./authenticate.ts";
import { createClientAddresses } from "./client-address.ts";
import { firstReport } from "./first-report.ts";
import { LightResponse } from "./light-response.ts";
import { factsOf, silentLog } from "./log.ts";
import { answersIn, loggingWebhooks } from "./log-requests.ts";
import { type ServedApi, serveApi } from "./serve-api.ts";
import { type Settings, tokenFileOf } from "./settings.ts";
import type { StartOptions } from "./start-options.ts";
import { openTokenStore } from "./tokens/token-store.ts";
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
  const { log = silentLog, onAnswer = answersIn(log) } = options;
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    let inTime = true;
    for (const end of closing.splice(0).reverse()) inTime = (await end()) !== false && inTime;
    return inTime;
  };
  try {
    const ledger = await openLedger({ file: settings.database, logger: log });
    closing.push(() => ledger.close());
    const tokens = openTokenStore(tokenFileOf(settings));
    closing.push(() => tokens.close());
    const upstream: Upstream = await connectUpstream(settings);
    closing.push(() => upstream.close());
    const { organizationId, polar, sandboxUrl, requestsPerMinute, webhookSecrets } = upstream;
    await tokens.rememberServed(organizationId);
    const authenticate = createAuthenticate({ accessToken: settings.accessToken, organizationId, tokens });
    // Of the pools that came from Polar, Polar decides: seats are written through.
    const seats = polarSeats({ ledger, polar, requestsPerMinute });
    // The first pass can take long, and what is not replayed yet is not served.
    let replayed = false;
    let syncState: PolarSyncState | null = null;
    const addresses = createClientAddresses(settings.trustedProxies);
    const api = createSeatApi({
      ...{ ledger, authenticate, seats, tokens, ready: () => replayed, sync: () => syncState },
      ...{ clientAddress: addresses.of, corsOrigins: settings.corsOrigins },
      heartbeatMs: settings.http.heartbeatMs,
      responseClass: LightResponse,
      rateLimits: settings.rateLimits ? undefined : false,
      // Without an SDK, which an operator may load with --import, this records nothing.
      openTelemetry,
      onAnswer,
      onError: (error, where) => log.error({ ...where, ...factsOf(error) }, "a request failed"),
    });
    let answer = api.fetch;
    const served: ServedApi = await serveApi((request, peer) => {
      addresses.note(request, peer);
      return answer(request);
    }, settings);
    closing.push(() => served.close());
    const secrets = webhookSecrets.length === 0 ? {} : { secrets: webhookSecrets };
    const sync = startPolarSync({ ledger, polar, organizationId, requestsPerMinute, ...secrets, logger: log });
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
    const webhook = sync.webhook && loggingWebhooks(onAnswer, webhookPath, sync.webhook);
    answer = (request) => (webhook && isWebhook(request) ? webhook(request) : api.fetch(request));
    const report = await firstReport(sync, options);
    replayed = true;
    upstream.announce(`${served.url}${webhookPath}`);
    log.info({ url: served.url }, "started");
    closing.unshift(async () => log.info("stopped"));
    return { url: served.url, ledger, organizationId, sandboxUrl, report, sync, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const webhookPath = "/webhooks/polar";

function isWebhook({ url }: Request): boolean {
  // Few are, and to take a URL apart costs more than to look into it.
  return url.includes(webhookPath) && new URL(url).pathname === webhookPath;
}
