// Routes as a Hono app: the path and the method find the route; what fits no route is 404, or 405 with the methods that the
// path has. HEAD is answered as GET, without the body.

import { Hono } from "hono";
import { crossOrigin } from "../headers/cross-origin.ts";
import { safeHeaders } from "../headers/safe-headers.ts";
import type { Services } from "../services.ts";
import { refusalOf } from "../wire/errors.ts";
import { type Refusal, Refused, resourceNotFound } from "../wire/refusal.ts";
import { type RefusalShape, refusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import type { Route } from "./route.ts";

export function createApp(routes: readonly Route[], services: Services): Hono<Found> {
  // Not strict: a slash at the end means nothing.
  const app = new Hono<Found>({ strict: false });
  app.use(async (context, next) => {
    const began = performance.now();
    await next();
    services.metrics.answered({
      method: context.req.method,
      route: context.get("route") ?? null,
      status: context.res.status,
      seconds: (performance.now() - began) / 1_000,
    });
  });
  app.use(safeHeaders);
  if (services.corsOrigins.length > 0) app.use(crossOrigin(services.corsOrigins, methodsOf(routes)));
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const route of ofPath) {
      const failed = failing(refusalShape(route.tag), services, route.body ? "body" : "query");
      app.on(route.method, pattern, (context) => {
        context.set("route", path);
        return route.serve(context.req, services).catch(failed);
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
  app.onError((error, { req }) => failing(refusalShapeOfPath(req.path), services)(error));
  return app;
}

/** What is noted of a request on its way. */
interface Found {
  Variables: {
    /** The path of its route, with the parameters in braces. */
    route?: string;
  };
}

/** Answers whatever was thrown; what is no refusal but our own failure is told, for the caller learns nothing of it. */
function failing({ respond }: RefusalShape, { onError }: Pick<Services, "onError">, place?: "body" | "query") {
  return (error: unknown): Response => {
    const refusal = refusalOf(error, place);
    if (refusal.status >= 500 && !(error instanceof Refused)) onError(error);
    return respond(refusal);
  };
}

const notAllowed: Refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" };

function methodsOf(routes: readonly Route[]): readonly string[] {
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...new Set([...methods, "OPTIONS"])];
}
