// A line of the log for each request: its route, never its path, which may hold an invitation's token.

import { type Answered, requestIdOf } from "@seat-ledger/http";
import type { Logger } from "pino";

/** Asked every few seconds by machines; not worth a line unless somebody looks for it. */
const quiet: ReadonlySet<string | null> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Told of each request that was answered. */
export type OnAnswer = (answered: Answered) => void;

export function answersIn(log: Logger): OnAnswer {
  return ({ method, route, status, requestId, milliseconds }) => {
    const line = { method, route, status, requestId, ms: Math.round(milliseconds * 10) / 10 };
    if (quiet.has(route) && status < 500) log.debug(line, "answered");
    else log.info(line, "answered");
  };
}

type Webhook = (request: Request) => Promise<Response>;

/** Webhooks pass the API by, and so do its log and the id by which a request is found there. */
export function loggingWebhooks(onAnswer: OnAnswer, route: string, webhook: Webhook): Webhook {
  return async (request) => {
    const began = performance.now();
    const response = await webhook(request);
    const milliseconds = performance.now() - began;
    const requestId = requestIdOf(request.headers);
    response.headers.set("X-Request-Id", requestId);
    onAnswer({
      method: request.method === "POST" ? "POST" : "_OTHER",
      route,
      status: response.status,
      milliseconds,
      requestId,
    });
    return response;
  };
}
