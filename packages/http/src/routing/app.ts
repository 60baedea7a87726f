// Routes as a Hono app: the path and the method find the route; what fits no route is 404, or 405 with the methods that the
// path has. HEAD is answered as GET, without the body.

import { Hono } from "hono";
import { crossOrigin } from "../headers/cross-origin.ts";
import { safeHeaders } from "../headers/safe-headers.ts";
import type { Services } from "../services.ts";
import { type Refusal, refusalResponse, resourceNotFound } from "../wire/refusal.ts";
import type { Route } from "./route.ts";

export function createApp(routes: readonly Route[], services: Services): Hono {
  // Not strict: a slash at the end means nothing.
  const app = new Hono({ strict: false });
  app.use(safeHeaders);
  if (services.corsOrigins.length > 0) app.use(crossOrigin(services.corsOrigins, methodsOf(routes)));
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const route of ofPath) {
      app.on(route.method, pattern, (context) => route.serve(context.req, services));
    }
    const allow = methodsOf(ofPath).join(", ");
    app.options(pattern, () => new Response(null, { status: 204, headers: { Allow: allow } }));
    app.all(pattern, () => refusalResponse({ ...notAllowed, headers: { Allow: allow } }));
  }
  app.notFound(() => refusalResponse(resourceNotFound("Not Found")));
  return app;
}

const notAllowed: Refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" };

function methodsOf(routes: readonly Route[]): readonly string[] {
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...new Set([...methods, "OPTIONS"])];
}
