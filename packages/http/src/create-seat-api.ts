// createSeatApi: the options and the routes as one fetch handler. What a route does stands in routes/.

import { Fences } from "./access/fences.ts";
import { createLimits } from "./limits/limits.ts";
import { ShownLists } from "./lists/shown-lists.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { checkedOptions, type SeatApiOptions } from "./options.ts";
import { refusingUnready } from "./readiness.ts";
import { routesWith } from "./routes/index.ts";
import { createApp } from "./routing/app.ts";
import { OpenStreams } from "./streams/open-streams.ts";

/** Polar's seat API as a fetch handler: give `fetch` to any server that speaks `Request` and `Response`. */
export interface SeatApi {
  /** Answers every request, refusals included; never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
  /**
   * Ends the open streams, each with a hint when to come back, and lets none begin again (503 with `Retry-After`); so does
   * `/readyz`, that nobody new is sent here. Everything else is still answered: call it where a server stops, before the server's
   * own close, which waits for what is under way.
   */
  readonly close: () => void;
}

/**
 * Serves a ledger's seats as Polar does, to be used with Polar's own SDKs.
 *
 * Throws `InvalidRequest` for an option that is wrong or unknown.
 *
 * @example
 * const api = createSeatApi({ ledger, authenticate: async (request) => organizationOf(request) });
 * serve({ fetch: api.fetch, port: 4400 });
 */
export function createSeatApi(options: SeatApiOptions): SeatApi {
  const { seats: polarSeats, ready, ...checked } = checkedOptions(options);
  const { heartbeatMs, onError } = checked;
  const streams = new OpenStreams({
    heartbeatMs,
    onTrouble: ({ error, ...where }) => onError(error, where),
  });
  const metrics = createMetrics({ ...checked, openStreams: () => streams.count });
  const limits = createLimits(checked.rateLimits, checked.clientAddress);
  const kept = { lists: new ShownLists(), fences: new Fences(checked.ledger, polarSeats) };
  const services = { ...checked, ...kept, polarSeats, metrics, limits, streams, refuseUnready: refusingUnready(ready) };
  return { fetch: createApp(routesWith(checked), services), close: () => streams.stopAll() };
}
