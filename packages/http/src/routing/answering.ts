// The one place where a Response is made: of a reply, with the headers that every answer has. Who wants to know of answers is told
// here too. What is answered is decided elsewhere.

import { knownMethod } from "../answered.ts";
import type { CrossOrigin } from "../headers/cross-origin.ts";
import { safeHeaders } from "../headers/safe-headers.ts";
import { Reply, type ResponseClass } from "../reply.ts";
import type { Services } from "../services.ts";
import { withServerSpan } from "../tracing/server-span.ts";
import { refusalOf } from "../wire/errors.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { type RefusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import { answersTurn } from "./answers-turn.ts";
import type { Routed } from "./paths.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";

/** Who answers the requests to a path, and how. */
export interface Answerer {
  /** The path of the route, with its parameters in braces; null where there is none. */
  readonly route: string | null;
  readonly shape: RefusalShape;
  /** Where the arguments stand of which a request alone doesn't tell it. */
  readonly place: "body" | "query";
  /** What it throws is answered as a refusal. */
  readonly answer: (request: Routed, requestId: string) => Reply | Promise<Reply>;
}

export type Answering = (request: Routed, answerer: Answerer) => Promise<Response>;

export function answering(services: Services, originsOf: (request: Request) => CrossOrigin): Answering {
  const { openTelemetry, onAnswer, onError, metrics, responseClass } = services;

  async function answerTo(
    request: Routed,
    { route, shape, place, answer }: Answerer,
    { origins, requestId }: { readonly origins: CrossOrigin; readonly requestId: string },
  ): Promise<{ readonly reply: Reply; readonly route: string | null; readonly status: number }> {
    const early = beforeRoutes(request, origins);
    if (early) return { reply: early, route: null, status: early.status };
    try {
      const reply = await answer(request, requestId);
      return { reply, route, status: reply.status };
    } catch (error) {
      const refusal = refusalOf(error, place);
      // What is no refusal but our own failure is told, for the caller learns nothing of it.
      if (refusal.status >= 500 && !(error instanceof Refused)) onError(error, { requestId });
      const reply = shape.respond(refusal);
      return { reply, route, status: reply.status };
    }
  }

  return async (request, answerer) => {
    const began = performance.now();
    const { raw } = request;
    const { method } = raw;
    const requestId = requestIdOf(raw.headers);
    try {
      const origins = originsOf(raw);
      const work = () => answerTo(request, answerer, { origins, requestId });
      const { reply, route, status } = await (openTelemetry ? withServerSpan(openTelemetry, raw, work) : work());
      const milliseconds = performance.now() - began;
      onAnswer?.({ method: knownMethod(method), route, status, milliseconds, requestId });
      metrics.answered({ method, route, status, seconds: milliseconds / 1_000 });
      await answersTurn();
      return responseOf(reply, { ...origins.headers, [requestIdHeader]: requestId }, responseClass);
    } catch (error) {
      // Only what tells of answers can fail outside of one.
      onError(error, { requestId });
      const reply = answerer.shape.respond(refusalOf(error));
      return responseOf(reply, { [requestIdHeader]: requestId }, responseClass);
    }
  };
}

/** Nobody may look at the headers of a Response before the server does: that costs it as much again as the answer. */
export function responseOf(
  { body, status, headers }: Reply,
  more: Readonly<Record<string, string>>,
  whole: ResponseClass = Response,
): Response {
  const init = { status, headers: { ...safeHeaders, ...headers, ...more } };
  return body instanceof ReadableStream ? new Response(body, init) : new whole(body, init);
}

/** What is answered whatever the path. */
function beforeRoutes({ raw, path }: Routed, { isPreflight }: CrossOrigin): Reply | null {
  if (raw.url.length > maxUrl) return refusalShapeOfPath(path).respond(urlTooLong);
  return isPreflight ? new Reply(null, {}, 204) : null;
}

/** Node refuses longer ones with their headers; other servers may not. */
const maxUrl = 16 * 1_024;
const urlTooLong: Refusal = { status: 414, error: "URITooLong", detail: `A URL has at most ${maxUrl} characters` };
