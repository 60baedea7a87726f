// Bad input at Polar's routes and our own: always a 4xx in the route's form that repeats nothing of anybody's, never a failure, never a trace.

import { describe, expect, test } from "vitest";
import { openShop, type Shop, tokens } from "../conformance/shop.ts";
import { everyEvent } from "../machine/seat-story.ts";
import { nothingPersonal } from "./refused.ts";

const seats = "/v1/customer-seats";
const own = "/v1/ledger";
const deep = 15_000;

/** A body that is right but for one field, as JSON that JSON.stringify need not be able to write. */
type Bodies = Readonly<Record<string, string>>;

const assignment = (shop: Shop, field: string, json: string) =>
  `{"subscription_id": "${shop.acme.subscriptionId}", "email": "a@example.com", "${field}": ${json}}`;

const wrongValues: Bodies = {
  "a number": "7",
  "a huge number": "1e999",
  "a whole number without end": "9".repeat(400),
  "an array": "[[]]",
  "a null character": '"a\\u0000b"',
  "half a surrogate pair": '"a\\ud800b"',
  "somebody's words": '"somebody@private.example is no value"',
  "great depth": `${"[".repeat(deep)}${"]".repeat(deep)}`,
  "an object of great depth": `${'{"a":'.repeat(deep / 2)}1${"}".repeat(deep / 2)}`,
  length: `"${"x".repeat(60_000)}"`,
};

const fields = [
  "subscription_id",
  "order_id",
  "email",
  "customer_id",
  "external_customer_id",
  "member_id",
  "external_member_id",
  "metadata",
];

describe.each(fields)("assigning with a bad %s", (field) => {
  // An external id may be any text.
  const wrong = Object.entries(wrongValues).filter(
    ([what]) => !field.startsWith("external") || what !== "somebody's words",
  );
  test.each(wrong)("%s", async (_, json) => {
    await using shop = await openShop();
    await refused(shop, "POST", seats, assignment(shop, field, json));
  });
});

const bodies: Bodies = {
  nothing: "",
  "a null character": "\0",
  "broken JSON": '{"invitation_token": "seat_inv_abc',
  "a list": "[]",
  text: '"somebody@private.example"',
  "great depth": `${"[".repeat(deep)}${"]".repeat(deep)}`,
  "a prototype":
    '{"__proto__": {"subscription_id": "x", "invitation_token": "seat_inv_abc", "email": "a@example.com"}}',
  "a constructor": '{"constructor": {"prototype": {"admin": true}}}',
  "more than a body may have": `{"padding": "${"x".repeat(100_000)}"}`,
};

describe.each([seats, `${seats}/claim`, `${own}/pools`, `${own}/customers`, `${own}/pools/x/resize`])(
  "POST %s",
  (path) => {
    test.each(Object.entries(bodies))("with %s", async (_, body) => {
      await using shop = await openShop();
      await refused(shop, "POST", path, body);
    });

    test("with bytes that are no UTF-8", async () => {
      await using shop = await openShop();
      await refused(shop, "POST", path, new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]));
    });
  },
);

const segments = [
  "%00",
  "%ff",
  "%E0%A4%A",
  "..%2f..",
  "__proto__",
  "constructor",
  "a".repeat(8_000),
  "somebody@private.example",
  "%F0%9F%98%80",
];

describe.each([
  ["DELETE", (segment: string) => `${seats}/${segment}`],
  ["POST", (segment: string) => `${seats}/${segment}/resend`],
  ["GET", (segment: string) => `${seats}/claim/${segment}`],
  ["GET", (segment: string) => `${seats}?subscription_id=${segment}`],
  ["GET", (segment: string) => `${seats}?order_id=${segment}&__proto__=x`],
  ["GET", (segment: string) => `/v1/seats/${segment}/history`],
  ["GET", (segment: string) => `${own}/seats/${segment}/holders`],
  ["GET", (segment: string) => `${own}/pools/${segment}`],
  ["POST", (segment: string) => `${own}/pools/${segment}/close`],
  ["GET", (segment: string) => `${own}/pools/${segment}/as-of?at=1`],
  ["GET", (segment: string) => `${own}/pools?cursor=${segment}`],
  ["GET", (segment: string) => `${own}/pools?__proto__=x&customer_id=${segment}`],
  ["GET", (segment: string) => `${own}/history?format=csv&types=${segment}`],
  ["GET", (segment: string) => `${own}/history?cursor=${segment}`],
  ["GET", (segment: string) => `${own}/history?from=${segment}`],
  ["GET", (segment: string) => `${own}/history?actor_type=${segment}`],
] as const)("%s %o", (method, path) => {
  test.each(segments)("with %s", async (segment) => {
    await using shop = await openShop();
    await refused(shop, method, path(segment));
  });
});

test("a prototype among unknown fields is ignored like them, and changes nothing", async () => {
  await using shop = await openShop();
  const body = assignment(shop, "__proto__", '{"immediate_claim": true, "admin": true}');
  const response = await ask(shop, "POST", seats, body);
  expect([response.status, await response.json()]).toMatchObject([200, { status: "pending" }]);
  expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
});

function ask(shop: Shop, method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { Authorization: `Bearer ${tokens.acme}`, "Content-Type": "application/json" };
  return shop.api.fetch(
    new Request(`http://seats.example${path}`, { method, headers, ...(body === undefined ? {} : { body }) }),
  );
}

async function refused(
  shop: Shop,
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const before = (await everyEvent(shop.ledger)).length;
  const response = await ask(shop, method, path, body);
  const text = await response.text();
  expect(response.status, text).toBeGreaterThanOrEqual(400);
  expect(response.status, text).toBeLessThan(500);
  const polars = ["error", "detail"];
  const problem = ["type", "title", "status", "code", "detail"];
  expect(Object.keys(JSON.parse(text)).slice(0, 5)).toEqual(path.startsWith(seats) ? polars : problem);
  expect(nothingPersonal(text), text).toBe(true);
  expect(shop.failures).toEqual([]);
  expect((await everyEvent(shop.ledger)).length).toBe(before);
}
