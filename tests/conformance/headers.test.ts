// Which headers each kind of answer has: these and no others, with and without pages of other origins.

import { createSeatApi, type SeatApi, type SeatApiOptions } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestOf as plain } from "./ask.ts";
import { ownDocument } from "./checked-answers.ts";
import { openShop, type Shop } from "./shop.ts";

const page = "https://app.acme.example";
const nobody = "00000000-0000-4000-8000-000000000000";
const seats = "/v1/customer-seats";
const pools = "/v1/ledger/pools";
const history = "/v1/ledger/history";

/** What every answer has, unless it says something else of itself. */
const always = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
};
const json = { "content-type": "application/json" };
const problem = { "content-type": "application/problem+json" };
const events = { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
const cached = { "cache-control": "public, max-age=300" };
const bearer = { "www-authenticate": "Bearer" };

interface Kind {
  readonly request: (given: Given) => Request;
  readonly status: number;
  /** Beside what every answer has. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** Sends what is asked with the headers of the test. */
interface Given {
  readonly ask: (method: string, path: string, asked?: Parameters<typeof plain>[2]) => Request;
  readonly shop: Shop;
}

const listOf = ({ acme }: Shop) => `${seats}?subscription_id=${acme.subscriptionId}`;
const get = (path: string) => (given: Given) => given.ask("GET", path);
const emailed = ({ acme }: Shop) => ({ subscription_id: acme.subscriptionId, email: "jane@acme.example" });

const kinds: Readonly<Record<string, Kind>> = {
  "a list of seats": {
    request: ({ ask, shop }) => ask("GET", listOf(shop)),
    status: 200,
    own: { ...json, etag: '"2"' },
  },
  "a HEAD of one": {
    request: ({ ask, shop }) => ask("HEAD", listOf(shop)),
    status: 200,
    own: { ...json, etag: '"2"' },
  },
  "what a command made": {
    request: ({ ask, shop }) => ask("POST", seats, { body: emailed(shop) }),
    status: 200,
    own: { ...json, etag: '"3"' },
  },
  "what has no version": { request: get("/healthz"), status: 200, own: json },
  "the OpenAPI document": { request: get("/openapi.json"), status: 200, own: { ...json, ...cached } },
  "the page of the API": {
    request: get("/docs"),
    status: 200,
    own: {
      ...cached,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      ),
    },
  },
  "the metrics": {
    request: get("/metrics"),
    status: 200,
    own: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  },
  "a page of history": { request: get(history), status: 200, own: json },
  "history as CSV": {
    request: get(`${history}?format=csv`),
    status: 200,
    own: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="seat-ledger-history.csv"',
    },
  },
  "history as NDJSON": {
    request: get(`${history}?format=ndjson`),
    status: 200,
    own: {
      "content-type": "application/x-ndjson",
      "content-disposition": 'attachment; filename="seat-ledger-history.ndjson"',
    },
  },
  "a stream": {
    request: ({ ask, shop }) => ask("GET", `/v1/ledger/streams/seats?subscription_id=${shop.acme.subscriptionId}`),
    status: 200,
    own: events,
  },
  "a HEAD of a stream": {
    request: ({ ask, shop }) => ask("HEAD", `/v1/ledger/streams/seats?subscription_id=${shop.acme.subscriptionId}`),
    status: 200,
    own: events,
  },
  "the methods of a path": {
    request: ({ ask }) => ask("OPTIONS", seats),
    status: 204,
    own: { allow: "GET, HEAD, POST, OPTIONS" },
  },
  "400, as Polar": { request: get(seats), status: 400, own: json },
  "401, as Polar": {
    request: ({ ask }) => ask("GET", seats, { token: null }),
    status: 401,
    own: { ...json, ...bearer },
  },
  "401, as a problem": {
    request: ({ ask }) => ask("GET", pools, { token: null }),
    status: 401,
    own: { ...problem, ...bearer },
  },
  "403 for a scope": {
    request: ({ ask }) => ask("GET", seats, { token: "useless" }),
    status: 403,
    own: {
      ...json,
      "www-authenticate": 'Bearer error="insufficient_scope", scope="customer_seats:read customer_seats:write"',
    },
  },
  "404, as Polar": { request: get(`${seats}?subscription_id=${nobody}`), status: 404, own: json },
  "404, as a problem": { request: get(`${pools}/${nobody}`), status: 404, own: problem },
  "404 for a path that isn't there": { request: get("/nowhere"), status: 404, own: problem },
  "404 for a path that would be Polar's": { request: get(`${seats}/a/b/c`), status: 404, own: json },
  "405, as Polar": {
    request: ({ ask }) => ask("PUT", seats),
    status: 405,
    own: { ...json, allow: "GET, HEAD, POST, OPTIONS" },
  },
  "405, as a problem": {
    request: ({ ask }) => ask("DELETE", pools),
    status: 405,
    own: { ...problem, allow: "GET, HEAD, POST, OPTIONS" },
  },
  "409, as Polar": {
    request: ({ ask, shop }) =>
      ask("POST", seats, { body: emailed(shop), headers: { "Idempotency-Key": "another-request" } }),
    status: 409,
    own: json,
  },
  "412, as Polar": {
    request: ({ ask, shop }) => ask("POST", seats, { body: emailed(shop), headers: { "If-Match": '"7"' } }),
    status: 412,
    own: { ...json, etag: '"2"' },
  },
  "413, as Polar": {
    request: ({ ask }) => ask("POST", seats, { body: `"${"x".repeat(70_000)}"` }),
    status: 413,
    own: json,
  },
  "414, as Polar": { request: get(`${seats}?x=${"x".repeat(17_000)}`), status: 414, own: json },
  "414, as a problem": { request: get(`${pools}?x=${"x".repeat(17_000)}`), status: 414, own: problem },
  "415, as Polar": {
    request: ({ ask }) => ask("POST", seats, { body: "x", headers: { "Content-Type": "text/plain" } }),
    status: 415,
    own: { ...json, accept: "application/json" },
  },
  "422, as Polar": { request: ({ ask }) => ask("POST", seats, { body: {} }), status: 422, own: json },
  "422, as a problem": { request: get(`${pools}?limit=x`), status: 422, own: problem },
  "429, as Polar": {
    request: ({ ask }) => ask("GET", `${seats}/claim/x`, { headers: { "X-Peer": "192.0.2.7" } }),
    status: 429,
    own: {
      ...json,
      "retry-after": expect.stringMatching(/^\d+$/),
      ratelimit: expect.stringMatching(/^"address";r=0;t=\d+$/),
      "ratelimit-policy": '"address";q=1;w=60',
    },
  },
  "500, as Polar": { request: ({ ask }) => ask("GET", seats, { token: "broken" }), status: 500, own: json },
  "500, as a problem": { request: ({ ask }) => ask("GET", pools, { token: "broken" }), status: 500, own: problem },
  "503, as a problem": {
    request: ({ ask }) => ask("GET", pools, { headers: { "X-Unready": "1" } }),
    status: 503,
    own: { ...problem, "retry-after": "5" },
  },
};

let shop: Shop;
let unready: boolean;

beforeEach(async () => {
  shop = await openShop();
  unready = false;
  const other = { subscriptionId: shop.acme.subscriptionId, email: "somebody@acme.example" };
  await shop.ledger.assignSeat(other, { idempotencyKey: "another-request" });
});

afterEach(() => shop[Symbol.asyncDispose]());

function apiWith(options: Partial<SeatApiOptions>): SeatApi {
  const { organizationId } = shop.acme;
  return createSeatApi({
    ledger: shop.ledger,
    async authenticate(request) {
      const token = request.headers.get("Authorization");
      if (token === null) return null;
      if (token === "Bearer broken") throw new Error("no database");
      const all = ["customer_seats:read", "customer_seats:write", "ledger:read", "metrics:read"];
      return { type: "organization", organizationId, scopes: token === "Bearer useless" ? [] : all };
    },
    clientAddress: (request) => request.headers.get("X-Peer"),
    rateLimits: { claimsPerAddress: 1 },
    ready: () => !unready,
    onError: () => undefined,
    ...options,
  });
}

/** What an answer looks like: its status, and all of its headers. Streams are ended. */
async function shown(api: SeatApi, { request: made }: Kind, headers: Readonly<Record<string, string>> = {}) {
  const request = made({
    shop,
    ask: (method, path, asked) => plain(method, path, { ...asked, headers: { ...asked?.headers, ...headers } }),
  });
  unready = request.headers.has("X-Unready");
  if (request.headers.has("X-Peer")) await api.fetch(request.clone());
  const response = await api.fetch(request);
  await response.body?.cancel();
  return [response.status, Object.fromEntries(response.headers)];
}

describe.each(Object.entries(kinds))("%s", (_, kind) => {
  it("has these headers and no others", async () => {
    expect(await shown(apiWith({}), kind)).toEqual([kind.status, { ...always, ...kind.own }]);
  });

  it("says to pages of other origins that there are named ones, and nothing else", async () => {
    const answer = await shown(apiWith({ corsOrigins: [page] }), kind, { Origin: "https://evil.example" });
    expect(answer).toEqual([kind.status, { ...always, vary: "Origin", ...kind.own }]);
  });

  // Who asks for the methods of a path is told them whatever the origin.
  if (kind.status === 204) return;

  it("can be read by a page of a named origin", async () => {
    const cors = {
      vary: "Origin",
      "access-control-allow-origin": page,
      "access-control-expose-headers":
        "Allow,Content-Disposition,ETag,RateLimit,RateLimit-Policy,Retry-After,WWW-Authenticate,X-Request-Id",
    };
    const answer = await shown(apiWith({ corsOrigins: [page] }), kind, { Origin: page });
    expect(answer).toEqual([kind.status, { ...always, ...cors, ...kind.own }]);
  });
});

it("a preflight of a named origin has what a page may send, and the rest", async () => {
  const headers = { Origin: page, "Access-Control-Request-Method": "POST" };
  for (const path of [seats, "/nowhere"]) {
    const preflight: Kind = {
      request: ({ ask }) => ask("OPTIONS", path, { token: null, headers }),
      status: 204,
      own: {},
    };
    expect(await shown(apiWith({ corsOrigins: [page] }), preflight)).toEqual([
      204,
      {
        ...always,
        "access-control-allow-headers":
          "Authorization,Content-Type,Idempotency-Key,If-Match,Last-Event-ID,X-Request-Id",
        "access-control-allow-methods": "GET,HEAD,POST,DELETE,OPTIONS",
        "access-control-allow-origin": page,
        "access-control-expose-headers":
          "Allow,Content-Disposition,ETag,RateLimit,RateLimit-Policy,Retry-After,WWW-Authenticate,X-Request-Id",
        "access-control-max-age": "600",
        vary: "Origin, Access-Control-Request-Headers",
      },
    ]);
  }
});

it("the kinds above have each status and each type that the document tells of", async () => {
  const { paths } = await ownDocument(shop.api);
  const answers = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ responses }) => Object.entries(responses));
  const statuses = new Set(answers.map(([status]) => Number(status)));
  const types = new Set(answers.flatMap(([, { content = {} }]) => Object.keys(content)));
  const here = Object.values(kinds).map(({ status, own }) => ({ status, type: String(own["content-type"]) }));
  for (const { status } of here) statuses.delete(status);
  for (const { type } of here) types.delete(type.split(";")[0] ?? "");
  // 502 and 504 need a Polar that fails; they leave as 503 does.
  expect([[...statuses], [...types]]).toEqual([[502, 504], []]);
});
