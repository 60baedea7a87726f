// Routes as a Hono app: the path and the method find the route; what fits no route is 404, or 405 with the methods that the
// path has. HEAD is answered as GET, without the body.

import { Hono } from "hono";
import type { Services } from "../services.ts";
import { refusalOf } from "../wire/errors.ts";
import { type Refusal, resourceNotFound } from "../wire/refusal.ts";
import { type RefusalShape, refusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import type { Route } from "./route.ts";

export function createApp(routes: readonly Route[], services: Services): Hono {
  // Not strict: a slash at the end means nothing.
  const app = new Hono({ strict: false });
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    // Answers name people and hold session tokens.
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
  });
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const route of ofPath) {
      const failed = failing(refusalShape(route.tag), services, route.body ? "body" : "query");
      app.on(route.method, pattern, (context) => route.serve(context.req, services).catch(failed));
    }
    const allow = methodsOf(ofPath).join(", ");
    app.options(pattern, () => new Response(null, { status: 204, headers: { Allow: allow } }));
    const { respond } = refusalShapeOfPath(path);
    app.all(pattern, () => respond({ ...notAllowed, headers: { Allow: allow } }));
  }
  app.notFound(({ req }) => refusalShapeOfPath(req.path).respond(resourceNotFound("Not Found")));
  app.onError((error, { req }) => failing(refusalShapeOfPath(req.path), services)(error));
  return app;
}

/** Answers whatever was thrown; what is our own failure is told, for the caller learns nothing of it. */
function failing({ respond }: RefusalShape, { onError }: Pick<Services, "onError">, place?: "body" | "query") {
  return (error: unknown): Response => {
    const refusal = refusalOf(error, place);
    if (refusal.status >= 500) onError(error);
    return respond(refusal);
  };
}

const notAllowed: Refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" };

function methodsOf(routes: readonly Route[]): readonly string[] {
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...methods, "OPTIONS"];
}
