// Polar's webhooks, as a function from a request to its answer: fit for any server that knows fetch's Request.

import type { PolarApi } from "./client/polar-api.ts";
import { polarClient } from "./client/polar-client.ts";
import { budgetOf } from "./client/rate.ts";
import type { InboxLedger } from "./inbox/inbox-ledger.ts";
import { forgiving } from "./webhooks/forgiving.ts";
import { type LiveSettings, live } from "./webhooks/live.ts";
import { receive, unavailable } from "./webhooks/receive.ts";
import { refetchPool } from "./webhooks/refetch-pool.ts";
import { checkedOptions, type WebhookOptions } from "./webhooks/webhook-options.ts";

/** Takes webhooks in. Give it the request as it came: the signature is over the very bytes of the body. */
export interface PolarWebhookHandler {
  (request: Request): Promise<Response>;
  /** Resolves when what was taken in so far is applied, or waits for something that the ledger does not know yet. */
  readonly idle: () => Promise<void>;
  /** Takes nothing in any more (503, and Polar sends it again), and resolves when it is idle. Once is enough. */
  readonly close: () => Promise<void>;
}

/**
 * A handler for the endpoint that Polar sends its webhooks to. Each webhook is checked, kept in the ledger's inbox, and
 * answered 202 at once; then its facts are recorded. Webhooks may come doubled, late and in any order. What can't be read
 * is kept too (`inbox.list({ state: "unread" })`), with what was wrong with it.
 *
 * It answers 403 where no secret signed it or where it is older than five minutes, 413 above 1 MiB, 405 and 415 for what is
 * no webhook, 400 for a body that broke off or an id above 1,000 characters, and 503 only where it was not kept.
 *
 * Throws `InvalidRequest` for its options. Never throws afterwards: troubles go to `logger`.
 *
 * @example
 * const handle = createPolarWebhookHandler({ ledger, polar, secrets: [process.env.POLAR_WEBHOOK_SECRET ?? ""] });
 * app.post("/webhooks/polar", (context) => handle(context.req.raw)); // Hono
 */
export function createPolarWebhookHandler(options: WebhookOptions): PolarWebhookHandler {
  const { ledger, secrets, organizationId = null, clock = () => new Date(), ...given } = checkedOptions(options);
  const logger = forgiving(given.logger);
  const receiving = { ledger, secrets: [...secrets], organizationId, clock, logger };
  const stop = new AbortController();
  const refetch = given.polar ? refetchingBy(given.polar, ledger, stop.signal) : null;
  const { heard, idle } = live({ ledger, refetch, logger });
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  const take = async (request: Request): Promise<Response> => {
    const { response, kept } = await receive(request, receiving);
    if (kept !== null) heard(kept);
    return response;
  };

  const handle = async (request: Request): Promise<Response> => {
    if (isClosed) return unavailable();
    const taking = take(request);
    underWay.add(taking);
    return await taking.finally(() => underWay.delete(taking));
  };

  return Object.assign(handle, {
    idle,
    async close() {
      isClosed = true;
      await Promise.allSettled(underWay);
      // What is applied is applied; the next pass asks for what is not asked for any more.
      stop.abort(new Error("The webhook handler was closed."));
      await idle();
    },
  });
}

function refetchingBy(polar: PolarApi, ledger: InboxLedger, signal: AbortSignal): LiveSettings["refetch"] {
  const meter = { asked: () => undefined, waited: () => undefined };
  const budget = budgetOf(polar, {});
  const client = polarClient(polar, { organizationId: null, budget, urgency: "refetch", signal, meter });
  return async (refetch) => {
    if (!signal.aborted) await refetchPool({ ledger, client }, refetch);
  };
}
