// What is told of requests for logs: which route, how it ended, by which id; never a path, a token or somebody's words.

import { type Answered, createSeatApi, type SeatApiOptions } from "@seat-ledger/http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { requestOf } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;
let told: Answered[];
let failures: unknown[];

beforeEach(async () => {
  shop = await openShop();
  told = [];
  failures = [];
});

afterEach(() => shop[Symbol.asyncDispose]());

function api(options: Pick<SeatApiOptions, "onAnswer" | "responseClass"> = {}) {
  return createSeatApi({
    ledger: shop.ledger,
    authenticate: async () => ({ type: "organization", organizationId: shop.acme.organizationId, scopes: [] }),
    onAnswer: (answered) => told.push(answered),
    onError: (_, request) => failures.push(request),
    ...options,
  });
}

it("tells the route and not the path, whether there is such a route or not", async () => {
  for (const [method, path] of [
    ["GET", "/v1/customer-seats/claim/seat_inv_secret"],
    ["GET", "/v1/customer-seats?email=jane@acme.example"],
    ["PUT", "/v1/customer-seats/claim/seat_inv_secret/"],
    ["GET", "/jane"],
    ["JANE", "/"],
  ] as const) {
    await api().fetch(requestOf(method, path));
  }
  expect(told.map(({ method, route, status }) => [method, route, status])).toEqual([
    ["GET", "/v1/customer-seats/claim/{invitation_token}", 404],
    ["GET", "/v1/customer-seats", 403],
    ["PUT", "/v1/customer-seats/claim/{invitation_token}", 405],
    ["GET", null, 404],
    ["_OTHER", null, 404],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/jane|secret/i);
});

it("tells the id that is answered, and the same one of a failure", async () => {
  const handler = api();
  await shop.ledger.close();
  const response = await handler.fetch(requestOf("GET", "/v1/customer-seats/claim/seat_inv_secret"));
  const requestId = response.headers.get("X-Request-Id");
  expect(told).toMatchObject([{ requestId, status: 503 }]);
  expect(failures).toEqual([{ requestId }]);
});

it("is answered in the class that was asked for, also what fails after it was answered, but for HEAD", async () => {
  class Whole extends Response {}
  const classOf = async (method: string, path: string, onAnswer: SeatApiOptions["onAnswer"]) =>
    (await api({ responseClass: Whole, onAnswer }).fetch(requestOf(method, path))).constructor;
  expect(await classOf("GET", "/healthz", undefined)).toBe(Whole);
  expect(await classOf("GET", "/nowhere", undefined)).toBe(Whole);
  expect(await classOf("HEAD", "/healthz", undefined)).toBe(Response);
  const failing = () => {
    throw new Error("the log is full");
  };
  expect(await classOf("GET", "/healthz", failing)).toBe(Whole);
  expect(failures).toHaveLength(1);
});
