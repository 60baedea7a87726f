// Starts the service: the ledger, Polar or its sandbox, one replay, the API. It prints nothing.

import { createSeatApi } from "@seat-ledger/http";
import { type ReplayProgress, type ReplayReport, replayPolar } from "@seat-ledger/polar";
import { openLedger, type SeatLedger } from "seat-ledger";
import { createAuthenticate } from "./authenticate.ts";
import { type ServedApi, serveApi } from "./serve-api.ts";
import type { Settings } from "./settings.ts";
import { connectUpstream, type Upstream } from "./upstream.ts";

export interface Service {
  readonly url: string;
  readonly ledger: SeatLedger;
  readonly organizationId: string;
  readonly sandboxUrl: string | null;
  readonly report: ReplayReport;
  /** Answers what is under way, ends the streams, closes the file. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export async function startService(settings: Settings, options: StartOptions = {}): Promise<Service> {
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const ledger = await openLedger({ file: settings.database });
    closing.push(() => ledger.close());
    const upstream: Upstream = await connectUpstream(settings);
    closing.push(() => upstream.close());
    const { organizationId, polar, sandboxUrl } = upstream;
    const authenticate = createAuthenticate(settings.accessToken, organizationId);
    const api = createSeatApi({ ledger, authenticate });
    // The port is taken before the replay, which can take long; what is not replayed yet is not served.
    let ready = false;
    const served: ServedApi = await serveApi(async (request) => (ready ? api.fetch(request) : notYet()), settings);
    closing.push(() => served.close());
    const report = await replayPolar({ ledger, polar, organizationId, ...options });
    ready = true;
    return { url: served.url, ledger, organizationId, sandboxUrl, report, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function notYet(): Response {
  const body = { error: "ServiceUnavailable", detail: "Polar is being replayed: try again" };
  return Response.json(body, { status: 503, headers: { "Retry-After": "5" } });
}
