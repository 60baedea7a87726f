// Routes as a Hono app: the path and the method find the route; what fits no route is 404, or 405 with the methods that the
// path has. HEAD is answered as GET, without the body.

import { type Context, Hono, type Next } from "hono";
import { knownMethod } from "../answered.ts";
import { crossOrigin } from "../headers/cross-origin.ts";
import { safeHeaders } from "../headers/safe-headers.ts";
import type { Services } from "../services.ts";
import { withServerSpan } from "../tracing/server-span.ts";
import { refusalOf } from "../wire/errors.ts";
import { type Refusal, Refused, resourceNotFound } from "../wire/refusal.ts";
import { type RefusalShape, refusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";
import type { Route } from "./route.ts";

export function createApp(routes: readonly Route[], services: Services): Hono<Found> {
  // Not strict: a slash at the end means nothing.
  const app = new Hono<Found>({ strict: false });
  app.use((context, next) => observed(context, next, services));
  app.use(safeHeaders);
  app.use(async ({ req }, next) => {
    if (req.url.length <= maxUrl) return next();
    return refusalShapeOfPath(req.path).respond(urlTooLong);
  });
  if (services.corsOrigins.length > 0) app.use(crossOrigin(services.corsOrigins, methodsOf(routes)));
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const route of ofPath) {
      const failed = failing(refusalShape(route.tag), services, route.body ? "body" : "query");
      app.on(route.method, pattern, (context) => {
        context.set("route", path);
        return route
          .serve(context.req, services, context.get("requestId"))
          .catch((error: unknown) => failed(error, context));
      });
    }
    const allow = methodsOf(ofPath).join(", ");
    const { respond } = refusalShapeOfPath(path);
    app.all(pattern, (context) => {
      context.set("route", path);
      const headers = { Allow: allow };
      if (context.req.method === "OPTIONS") return new Response(null, { status: 204, headers });
      return respond({ ...notAllowed, headers });
    });
  }
  app.notFound(({ req }) => refusalShapeOfPath(req.path).respond(resourceNotFound("Not Found")));
  app.onError((error, context) => failing(refusalShapeOfPath(context.req.path), services)(error, context));
  return app;
}

/** What is noted of a request on its way. */
interface Found {
  Variables: {
    /** The path of its route, with the parameters in braces. */
    route?: string;
    requestId: string;
  };
}

/** Gives a request its id, and tells of its answer whoever wants to know. */
async function observed(context: Context<Found>, next: Next, services: Services): Promise<void> {
  const { openTelemetry, onAnswer, metrics } = services;
  const began = performance.now();
  const requestId = requestIdOf(context.req.raw.headers);
  context.set("requestId", requestId);
  const answer = async () => {
    await next();
    context.res.headers.set(requestIdHeader, requestId);
    return { route: context.get("route") ?? null, status: context.res.status };
  };
  const { route, status } = openTelemetry
    ? await withServerSpan(openTelemetry, context.req.raw, answer)
    : await answer();
  const milliseconds = performance.now() - began;
  onAnswer?.({ method: knownMethod(context.req.method), route, status, milliseconds, requestId });
  metrics.answered({ method: context.req.method, route, status, seconds: milliseconds / 1_000 });
}

/** Answers whatever was thrown; what is no refusal but our own failure is told, for the caller learns nothing of it. */
function failing({ respond }: RefusalShape, { onError }: Pick<Services, "onError">, place?: "body" | "query") {
  return (error: unknown, context: Context<Found>): Response => {
    const refusal = refusalOf(error, place);
    if (refusal.status >= 500 && !(error instanceof Refused)) onError(error, { requestId: context.get("requestId") });
    return respond(refusal);
  };
}

/** Node refuses longer ones with their headers; other servers may not. */
const maxUrl = 16 * 1_024;
const urlTooLong: Refusal = { status: 414, error: "URITooLong", detail: `A URL has at most ${maxUrl} characters` };
const notAllowed: Refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" };

function methodsOf(routes: readonly Route[]): readonly string[] {
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...new Set([...methods, "OPTIONS"])];
}
