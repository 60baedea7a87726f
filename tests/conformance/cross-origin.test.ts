// Pages of other origins: those that are named may call the API from a browser, and nobody else's.

import { createSeatApi, type SeatApi } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestOf } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

const app = "https://app.acme.example";
const admin = "http://localhost:3000";

let shop: Shop;
let api: SeatApi;

beforeEach(async () => {
  shop = await openShop();
  api = createSeatApi({
    ledger: shop.ledger,
    authenticate: async (request) =>
      request.headers.has("authorization")
        ? { type: "organization", organizationId: shop.acme.organizationId, scopes: ["customer_seats:read"] }
        : null,
    corsOrigins: [app, admin],
    onError: () => undefined,
  });
});

afterEach(() => shop[Symbol.asyncDispose]());

const seats = "/v1/customer-seats";
const list = () => `${seats}?subscription_id=${shop.acme.subscriptionId}`;

function preflight(origin: string, path = seats) {
  const headers = { Origin: origin, "Access-Control-Request-Method": "POST" };
  return api.fetch(requestOf("OPTIONS", path, { token: null, headers }));
}

const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"));

describe("a page of a named origin", () => {
  it("may send our methods and headers, and never cookies", async () => {
    const response = await preflight(app);
    const { "access-control-allow-methods": methods = "", "access-control-allow-headers": headers = "" } =
      corsOf(response);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(corsOf(response)).toMatchObject({ "access-control-allow-origin": app, "access-control-max-age": "600" });
    expect(corsOf(response)).not.toHaveProperty("access-control-allow-credentials");
    expect(methods.split(",")).toEqual(expect.arrayContaining(["GET", "POST", "DELETE"]));
    for (const header of ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID"]) {
      expect(headers.split(",")).toContain(header);
    }
  });

  it("reads every answer, refusals and failures too, and the headers that matter", async () => {
    const broken = { subscription_id: shop.acme.subscriptionId };
    for (const [method, path, given, status] of [
      ["GET", list(), {}, 200],
      ["GET", list(), { token: null }, 401],
      ["POST", seats, { body: broken }, 403],
      ["GET", "/nowhere", {}, 404],
      ["PUT", seats, {}, 405],
    ] as const) {
      const response = await api.fetch(requestOf(method, path, { ...given, headers: { Origin: admin } }));
      expect([path, response.status]).toEqual([path, status]);
      expect(corsOf(response)).toMatchObject({ "access-control-allow-origin": admin, vary: "Origin" });
      expect(response.headers.get("access-control-expose-headers")).toContain("Retry-After");
    }
    await shop.ledger.close();
    const failed = await api.fetch(requestOf("GET", list(), { headers: { Origin: app } }));
    expect([failed.status, corsOf(failed)["access-control-allow-origin"]]).toEqual([503, app]);
  });
});

describe("a page of any other origin", () => {
  it.each(["https://evil.example", `${app}.evil.example`, `${app}:444`, "http://app.acme.example", "null", ""])(
    "%j is answered as if there were no browser",
    async (origin) => {
      const response = await preflight(origin);
      expect(corsOf(response)).toEqual({ vary: "Origin" });
      const get = await api.fetch(requestOf("GET", list(), { headers: { Origin: origin } }));
      expect([get.status, corsOf(get)]).toEqual([200, { vary: "Origin" }]);
    },
  );
});

it("an OPTIONS that is no preflight tells the methods of its path, to every origin", async () => {
  const response = await api.fetch(requestOf("OPTIONS", seats, { token: null, headers: { Origin: app } }));
  expect(response.headers.get("Allow")).toBe("GET, HEAD, POST, OPTIONS");
});

it("where no origin is named, no answer has a word about origins", async () => {
  const headers = { Origin: app, "Access-Control-Request-Method": "POST" };
  expect(corsOf(await shop.api.fetch(requestOf("OPTIONS", seats, { token: null, headers })))).toEqual({});
  expect(corsOf(await shop.api.fetch(requestOf("GET", list(), { headers: { Origin: app } })))).toEqual({});
});

it.each(["*", "app.acme.example", `${app}/`, `${app}/path`, "null", "ftp://acme.example"])(
  "refuses %j as an origin",
  (origin) => {
    const options = { ledger: shop.ledger, authenticate: async () => null, corsOrigins: [origin] };
    expect(() => createSeatApi(options)).toThrowError(/corsOrigins\.0: must be an origin/);
  },
);
