// The two shapes of refusals: problem details (RFC 9457) on the ledger's own routes, Polar's on Polar's, whatever is wrong.

import { createSeatApi } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, requestOf } from "./ask.ts";
import { ownDocument } from "./checked-answers.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const nobody = "00000000-0000-4000-8000-000000000000";

async function refusalOf(method: string, path: string, given?: Asked, api = shop.api) {
  const response = await api.fetch(requestOf(method, path, given));
  const json: Json = await response.json();
  return { status: response.status, type: response.headers.get("Content-Type"), headers: response.headers, json };
}

/** Every route, with whether it is one of Polar's. */
async function everyRoute() {
  const { paths } = await ownDocument(shop.api);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+_id\}/g, nobody).replaceAll("{invitation_token}", "token"),
      operation,
      isPolars: /^\/v1\/customer-(seats|portal)/.test(path),
    })),
  );
}

it("whatever a route refuses has the shape of the route", async () => {
  const anyone = async () => ({ type: "organization", organizationId: shop.acme.organizationId, scopes: [] }) as const;
  const failing = () => Promise.reject(new Error("of our own doing"));
  const options = { ledger: shop.ledger, onError: () => {} };
  const apis = [
    createSeatApi({ ...options, authenticate: async () => null }),
    createSeatApi({ ...options, authenticate: anyone }),
    createSeatApi({ ...options, authenticate: failing }),
  ];
  for (const { method, path, isPolars } of await everyRoute()) {
    for (const [asked, api] of [...apis.map((one) => [method, one] as const), ["PUT", shop.api] as const]) {
      const response = await api.fetch(requestOf(asked, path));
      if (response.ok) continue;
      const json: Json = await response.json();
      const keys = isPolars ? ["error", "detail"] : ["type", "title", "status", "code", "detail"];
      expect([path, Object.keys(json).slice(0, 5)]).toEqual([path, keys]);
      const type = isPolars ? "application/json" : "application/problem+json";
      expect([path, response.headers.get("Content-Type")]).toEqual([path, type]);
      if (!isPolars) expect(json.status).toBe(response.status);
    }
  }
});

it("the document tells of each refusal in its shape", async () => {
  for (const { operation, isPolars, path } of await everyRoute()) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (status === "200") continue;
      const type = isPolars ? "application/json" : "application/problem+json";
      expect([path, status, Object.keys(content ?? {})]).toEqual([path, status, [type]]);
    }
  }
});

describe("a problem", () => {
  it("has a type that is its kind's own, a title, and a code to branch on", async () => {
    const { status, json, type } = await refusalOf("GET", `/v1/ledger/pools/${nobody}`);
    expect([status, type]).toEqual([404, "application/problem+json"]);
    expect(json).toEqual({
      type: "urn:seat-ledger:problem:pool-not-found",
      title: "Pool not found",
      status: 404,
      code: "PoolNotFound",
      detail: "No subscription and no order with seats has this id",
    });
  });

  it("keeps the headers that belong to it", async () => {
    const { json, headers } = await refusalOf("GET", "/v1/ledger/pools", { token: null });
    expect([json.code, headers.get("WWW-Authenticate")]).toEqual(["Unauthorized", "Bearer"]);
    expect((await refusalOf("PUT", "/v1/ledger/pools")).headers.get("Allow")).toBe("GET, HEAD, POST, OPTIONS");
  });

  it("tells everything that is wrong with a request, and where: in the body, or in which parameter", async () => {
    const body = await refusalOf("POST", "/v1/ledger/pools", { body: { seats: "x", colour: "red" } });
    expect(body.json.errors.map((one: Json) => one.pointer).sort()).toEqual([
      ...["#/colour", "#/customer_id", "#/product", "#/seats"],
    ]);
    const none = await refusalOf("POST", "/v1/ledger/pools", { body: "{" });
    expect(none.json.errors).toEqual([{ detail: "JSON decode error", pointer: "#" }]);
    const query = await refusalOf("GET", "/v1/ledger/pools?limit=0&cursor=x&limit=0");
    expect(query.json.errors[0]).toMatchObject({ in: "query", parameter: "limit" });
    const path = await refusalOf("GET", "/v1/ledger/pools/me");
    expect(path.json.errors).toEqual([{ detail: "Input should be a valid UUID", in: "path", parameter: "pool_id" }]);
    const header = await refusalOf("POST", `/v1/ledger/pools/${shop.acme.subscriptionId}/close`, {
      headers: { "Idempotency-Key": "k".repeat(1_001) },
    });
    expect(header.json.errors[0]).toMatchObject({ in: "header", parameter: "Idempotency-Key" });
  });

  it("tells nothing of what is our own failure", async () => {
    const failing = createSeatApi({
      ledger: shop.ledger,
      authenticate: () => Promise.reject(new Error("secret")),
      onError: () => {},
    });
    const { json } = await refusalOf("GET", "/v1/ledger/pools", {}, failing);
    expect(json).toMatchObject({ status: 500, code: "InternalServerError", detail: "Internal Server Error" });
  });
});

it("a path that no route has is a problem, but for Polar's, also for strange ones", async () => {
  for (const path of [
    "/",
    "/v1",
    "/v1/elsewhere",
    "//v1/customer-seats",
    "/V1/customer-seats",
    "/v1/customer-seatsx",
  ]) {
    const { status, json } = await refusalOf("GET", path);
    expect([path, status, json.code]).toEqual([path, 404, "ResourceNotFound"]);
  }
  for (const path of ["/v1/customer-seats/a/b/c", "/v1/customer-portal", "/v1/customer-portal/elsewhere"]) {
    const { status, json } = await refusalOf("GET", path);
    expect([path, status, json]).toEqual([path, 404, { error: "ResourceNotFound", detail: "Not Found" }]);
  }
});
