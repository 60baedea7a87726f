// Routes as one fetch handler: the path and the method find the route; what fits no route is 404, or 405 with the methods that
// the path has. HEAD is answered as GET, without the body. How an answer leaves stands in answering.ts.

import { crossOrigin } from "../headers/cross-origin.ts";
import { Reply } from "../reply.ts";
import type { Services } from "../services.ts";
import { type Refusal, resourceNotFound } from "../wire/refusal.ts";
import { refusalShape, refusalShapeOfPath } from "./answer-refusal.ts";
import { type Answerer, answering } from "./answering.ts";
import { Paths } from "./paths.ts";
import type { Route } from "./route.ts";

type Answerers = (method: string) => Answerer;

export function createApp(routes: readonly Route[], services: Services): (request: Request) => Promise<Response> {
  const answered = answering(services, crossOrigin(services.corsOrigins, methodsOf(routes)));
  const paths = new Paths<Answerers>();
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const byMethod = new Map(ofPath.map((route) => [route.method as string, answererOf(route, services)]));
    const otherwise = withoutRoute(path, methodsOf(ofPath).join(", "));
    paths.add(path, (method) => byMethod.get(method) ?? otherwise);
  }
  return (request) => {
    const isHead = request.method === "HEAD";
    const found = paths.find(request);
    const answerer = found.place?.(isHead ? "GET" : request.method) ?? nowhere(found.path);
    const response = answered(found, answerer);
    return isHead ? response.then((whole) => new Response(null, whole)) : response;
  };
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
  const answer: Answerer["answer"] = ({ raw: { method } }) =>
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
