// Routes as a Hono app: the path and the method find the route; what fits no route is 404, or 405 with the methods that the
// path has. HEAD is answered as GET, without the body. How an answer leaves stands in answering.ts.

import { Hono } from "hono";
import { crossOrigin } from "../headers/cross-origin.ts";
import { Reply } from "../reply.ts";
import type { Services } from "../services.ts";
import { refusalOf } from "../wire/errors.ts";
import { type Refusal, resourceNotFound } from "../wire/refusal.ts";
import { refusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import { type Answerer, answering, responseOf } from "./answering.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";
import type { Route } from "./route.ts";

export function createApp(routes: readonly Route[], services: Services): Hono {
  // Not strict: a slash at the end means nothing.
  const app = new Hono({ strict: false });
  const answered = answering(services, crossOrigin(services.corsOrigins, methodsOf(routes)));
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const byMethod = new Map(ofPath.map((route) => [route.method as string, answererOf(route, services)]));
    const otherwise = withoutRoute(path, methodsOf(ofPath).join(", "));
    // One handler for all methods: where several fit a path, Hono has to put them together for each request.
    app.all(path.replaceAll(/\{(\w+)\}/g, ":$1"), ({ req }) =>
      answered(req, byMethod.get(req.method === "HEAD" ? "GET" : req.method) ?? otherwise),
    );
  }
  app.notFound(({ req }) => answered(req, nowhere(req.path)));
  // Only what tells of answers can fail outside of one.
  app.onError((error, { req }) => {
    const requestId = requestIdOf(req.raw.headers);
    services.onError(error, { requestId });
    const reply = refusalShapeOfPath(req.path).respond(refusalOf(error));
    return responseOf(reply, { [requestIdHeader]: requestId }, services.responseClass);
  });
  return app;
}

function answererOf({ path, tag, body, serve }: Route, services: Services): Answerer {
  return {
    route: path,
    shape: refusalShape(tag),
    place: body ? "body" : "query",
    answer: (request, requestId) => serve(request, services, requestId),
  };
}

/** For a method that a path doesn't have. */
function withoutRoute(path: string, allow: string): Answerer {
  const shape = refusalShapeOfPath(path);
  const headers = { Allow: allow };
  const answer: Answerer["answer"] = ({ method }) =>
    method === "OPTIONS" ? new Reply(null, headers, 204) : shape.respond({ ...notAllowed, headers });
  return { route: path, shape, place: "body", answer };
}

/** For a path that no route has. */
function nowhere(path: string): Answerer {
  const shape = refusalShapeOfPath(path);
  return { route: null, shape, place: "body", answer: () => shape.respond(resourceNotFound("Not Found")) };
}

const notAllowed: Refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" };

function methodsOf(routes: readonly Route[]): readonly string[] {
  const methods = routes.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return [...new Set([...methods, "OPTIONS"])];
}
