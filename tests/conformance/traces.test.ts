// Spans of OpenTelemetry: one for each request, in the trace of whoever asks, and nobody named in it.

import * as openTelemetry from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createSeatApi, type SeatApi } from "@seat-ledger/http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { requestOf } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

const exporter = new InMemorySpanExporter();
const { context, propagation, trace } = openTelemetry;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
});

afterAll(() => {
  for (const part of [context, propagation, trace]) part.disable();
});

let shop: Shop;
let api: SeatApi;
/** The span in which `authenticate` was asked. */
let seenInside: string | undefined;

beforeEach(async () => {
  exporter.reset();
  shop = await openShop();
  api = createSeatApi({
    ledger: shop.ledger,
    async authenticate() {
      seenInside = trace.getActiveSpan()?.spanContext().spanId;
      const { organizationId } = shop.acme;
      return { type: "organization", organizationId, scopes: ["customer_seats:read"] };
    },
    openTelemetry,
    onError: () => undefined,
  });
});

afterEach(() => shop[Symbol.asyncDispose]());

const list = () => `/v1/customer-seats?subscription_id=${shop.acme.subscriptionId}&email=jane@acme.example`;

it("has a server span for each request, with its route and status, and works within it", async () => {
  await api.fetch(requestOf("GET", list()));
  const [span] = exporter.getFinishedSpans();
  expect(span).toMatchObject({
    name: "GET /v1/customer-seats",
    kind: openTelemetry.SpanKind.SERVER,
    attributes: { "http.request.method": "GET", "http.route": "/v1/customer-seats", "http.response.status_code": 200 },
    status: { code: openTelemetry.SpanStatusCode.UNSET },
  });
  expect(span?.spanContext().spanId).toBe(seenInside);
});

it("goes on in the trace that the request names", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await api.fetch(requestOf("GET", list(), { headers: { traceparent } }));
  const [span] = exporter.getFinishedSpans();
  expect(span?.spanContext().traceId).toBe("0af7651916cd43dd8448eb211c80319c");
  expect(span?.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
});

it("is a child of the span in which it is served, whatever the request names", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const outer = trace.getTracer("the embedder").startSpan("outer");
  await context.with(trace.setSpan(context.active(), outer), () =>
    api.fetch(requestOf("GET", list(), { headers: { traceparent } })),
  );
  expect(exporter.getFinishedSpans()[0]?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
});

it("is an error where the service failed, and not where the caller did", async () => {
  await api.fetch(requestOf("GET", "/nowhere"));
  await shop.ledger.close();
  await api.fetch(requestOf("GET", list()));
  const [missed, failed] = exporter.getFinishedSpans();
  expect(missed).toMatchObject({ name: "GET", status: { code: openTelemetry.SpanStatusCode.UNSET } });
  expect(failed).toMatchObject({
    status: { code: openTelemetry.SpanStatusCode.ERROR },
    attributes: { "http.response.status_code": 503, "error.type": "503" },
  });
});

it("names nobody and holds no token", async () => {
  const headers = { "X-Request-Id": "jane", "User-Agent": "jane", baggage: "who=jane" };
  await api.fetch(requestOf("GET", list(), { token: "secret-token", headers }));
  await api.fetch(requestOf("GET", "/v1/customer-seats/claim/seat_inv_secret", { headers }));
  await api.fetch(requestOf("JANE", "/jane@acme.example/secret"));
  const told = exporter
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  expect(told).toHaveLength(3);
  expect(JSON.stringify(told)).not.toMatch(/jane|secret|acme/i);
});

it("refuses what is not the API of OpenTelemetry", () => {
  const options = { ledger: shop.ledger, authenticate: async () => null, openTelemetry: { trace } as never };
  expect(() => createSeatApi(options)).toThrowError(/openTelemetry: must be the module @opentelemetry\/api/);
});
