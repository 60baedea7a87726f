// createSeatApi: the routes as one fetch handler, and how a refusal leaves. What a route does stands in routes/.

import { createLimits } from "./limits/limits.ts";
import { checkedOptions, type SeatApiOptions } from "./options.ts";
import { routesWith } from "./routes/index.ts";
import { createApp } from "./routing/app.ts";
import { refusalOf } from "./wire/errors.ts";
import { refusalResponse } from "./wire/refusal.ts";

/** Polar's seat API as a fetch handler: give `fetch` to any server that speaks `Request` and `Response`. */
export interface SeatApi {
  /** Answers every request, refusals included; never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
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
  const checked = checkedOptions(options);
  const failed = (error: unknown): Response => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) checked.onError(error);
    return refusalResponse(refusal);
  };
  const app = createApp(routesWith(checked), {
    ledger: checked.ledger,
    authenticate: checked.authenticate,
    polarSeats: checked.seats,
    corsOrigins: checked.corsOrigins,
    limits: createLimits(checked.rateLimits, checked.clientAddress),
  });
  app.onError(failed);
  // What is thrown without being an Error passes Hono by.
  return { fetch: async (request) => Promise.resolve(app.fetch(request)).catch(failed) };
}
