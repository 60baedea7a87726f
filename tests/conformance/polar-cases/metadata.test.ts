// What metadata a seat may have: ten keys, and 1,024 characters as Python writes JSON.
// https://polar.sh/docs/api-reference/customer-seats/assign

import { expect, test } from "vitest";
import { openShop } from "../shop.ts";
import { about, cases, type Scene } from "./cases.ts";
import { type Loose, sent } from "./doors.ts";

const assign = about("assign");
const email = "jane@example.com";
const withMetadata = (metadata: Loose) => (scene: Scene) => ({ ...scene.pool, email, metadata });

/** A row for metadata that are kept as they are. */
const kept = (what: string, metadata: Loose) =>
  assign(`keeps ${what}`, withMetadata(metadata), { seatMetadata: metadata });
const refused = (what: string, metadata: Loose) => assign(`refuses ${what}`, withMetadata(metadata), "InvalidRequest");

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

/**
 * The metadata with a field that brings them from the length that Python would write to 1,024 characters, and those with
 * one character more.
 */
const atTheLimit = (what: string, metadata: object, length: number) => {
  const padded = (total: number) => ({ ...metadata, pad: "x".repeat(total - length - ', "pad": ""'.length) });
  return [
    kept(`1,024 characters with ${what}`, padded(1_024)),
    refused(`1,025 characters with ${what}`, padded(1_025)),
  ];
};

cases("metadata", [
  kept("none", {}),
  kept("ten keys", keys(10)),
  refused("eleven keys", keys(11)),
  kept("more than ten keys further inside", { inside: keys(40) }),
  kept("names that objects have of themselves", { constructor: 1, toString: "x", hasOwnProperty: null }),
  kept("a key that is empty", { "": 1 }),
  kept("text in any script", { name: "Zoë 例 😀" }),
  kept("depth", { a: [[[[[[[[[[{ b: [] }]]]]]]]]]] }),
  // {"a": 1} is 8 characters, {"a": "é"} 15, for é is written as \u00e9.
  ...atTheLimit("a number", { a: 1 }, 8),
  ...atTheLimit("text beyond ASCII", { a: "é" }, 15),
  ...atTheLimit("an emoji, which is two units", { a: "😀" }, 21),
  ...atTheLimit("a key beyond ASCII", { é: 1 }, 13),
  ...atTheLimit("the last character of ASCII, which is written as \\u007f", { a: "\u007f" }, 15),
  ...atTheLimit("characters that have short escapes", { a: '"\\\n\t\r\b\f' }, 23),
  ...atTheLimit("a control character", { a: "\u0001" }, 15),
  ...atTheLimit("a slash, which is not escaped", { a: "/" }, 10),
  ...atTheLimit("a list, a space after each comma", { a: [1, 2, 3] }, 16),
  ...atTheLimit("an object inside, a space after each colon", { a: { b: 1, c: 2 } }, 23),
  ...atTheLimit("what is empty", { a: {}, b: [] }, 18),
  ...atTheLimit("true, false and null", { a: true, b: false, c: null }, 34),
  ...atTheLimit("a fraction", { a: 0.5 }, 10),
  ...atTheLimit("a fraction that Python writes with an exponent", { a: 0.00001 }, 12),
  ...atTheLimit("an exponent that Python writes with two digits", { a: 1e-7 }, 12),
  ...atTheLimit("a large number", { a: 1e21 }, 12),
  ...atTheLimit("a negative number", { a: -7 }, 9),
  refused("a list", [1]),
  refused("text", "x"),
  refused("a number", 7),
  refused("true", true),
  refused("a null character", { a: "x\0y" }),
  refused("a null character in a key", { "x\0y": 1 }),
  refused("the key __proto__", JSON.parse('{"__proto__": {"admin": true}}')),
  refused("the key __proto__ further inside", JSON.parse('{"a": {"__proto__": 1}}')),
]);

/** The body as text: what JSON.stringify would never write. */
const raw = (subscriptionId: string, metadata: string) =>
  `{"subscription_id": "${subscriptionId}", "email": "${email}", "metadata": ${metadata}}`;

// Each as it is sent, and how many characters Python makes of it.
test.each([
  ['{"a": 1.0}', 10],
  ['{"a": 1e21}', 12],
  ['{"a": 1E5}', 15],
  ['{"a": 100000000000000000000000}', 31],
  ['{"a": -0.0}', 11],
  ['{"a": -0}', 8],
  ['{"a": 1.50}', 10],
  ['{"a":1,"b" :[ 1 ,2]}', 21],
  ['{"a": "\\u0041\\/"}', 11],
  ['{"a": 1, "a": 22}', 9],
  ['{"a": 12345678901234567.5}', 29],
])("the wire measures %s as %i characters", async (written, length) => {
  await using shop = await openShop();
  const padded = (total: number) =>
    `${written.slice(0, -1)}, "pad": "${"x".repeat(total - length - ', "pad": ""'.length)}"}`;
  const { subscriptionId } = shop.acme;
  const tooLong = { body: raw(subscriptionId, padded(1_025)) };
  expect(await sent(shop, "POST", "", tooLong)).toEqual({ refusal: "422 RequestValidationError" });
  expect(await sent(shop, "POST", "", { body: raw(subscriptionId, padded(1_024)) })).toMatchObject({
    answer: { email },
  });
});
