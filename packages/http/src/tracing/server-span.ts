// A span of OpenTelemetry for each request, by the API that the embedder gives: nothing is exported here, and without an SDK
// nothing is recorded. No attribute names anybody: of a path there is the route alone, of an error its status.

import { type Answered, knownMethod } from "../answered.ts";

/** `import * as openTelemetry from "@opentelemetry/api"`, or these parts of it. */
export type OpenTelemetry = Pick<
  typeof import("@opentelemetry/api"),
  "context" | "propagation" | "trace" | "SpanKind" | "SpanStatusCode"
>;

/** What the span is told once the request is answered. */
export type Traced = Pick<Answered, "route" | "status">;

const carrier = {
  get: (headers: Headers, name: string) => headers.get(name) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

/**
 * Does the work within a span. Its parent is the span of whoever serves this API, where there is one, else the one that the
 * request names in `traceparent`. `work` never rejects.
 */
export async function withServerSpan<Work extends Traced>(
  { context, propagation, trace, SpanKind, SpanStatusCode }: OpenTelemetry,
  request: Request,
  work: () => Promise<Work>,
): Promise<Work> {
  const around = context.active();
  const parent = trace.getSpan(around) ? around : propagation.extract(around, request.headers, carrier);
  const method = knownMethod(request.method);
  const span = trace
    .getTracer("@seat-ledger/http")
    .startSpan(method, { kind: SpanKind.SERVER, attributes: { "http.request.method": method } }, parent);
  try {
    const traced = await context.with(trace.setSpan(parent, span), work);
    const { route, status } = traced;
    span.setAttribute("http.response.status_code", status);
    if (route !== null) {
      span.updateName(`${method} ${route}`);
      span.setAttribute("http.route", route);
    }
    if (status >= 500) {
      span.setAttribute("error.type", String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return traced;
  } finally {
    span.end();
  }
}
