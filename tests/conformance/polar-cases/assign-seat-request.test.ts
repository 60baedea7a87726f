// What may be said in a request to assign a seat, and what may not: https://polar.sh/docs/api-reference/customer-seats/assign

import { expect, test } from "vitest";
import { openShop } from "../shop.ts";
import { about, cases, ids, type Scene } from "./cases.ts";
import { type Loose, sent } from "./doors.ts";

const assign = about("assign");
const email = "jane@example.com";

/** In the pool of most rows, for Jane, and what else is said. */
const to = (more: Loose) => (scene: Scene) => ({ ...scene.pool, email, ...more });

const who = { customerId: ids.four, externalCustomerId: "c", memberId: ids.four, externalMemberId: "m" };
const pick = (...names: readonly (keyof typeof who)[]) => Object.fromEntries(names.map((name) => [name, who[name]]));

cases("what may not be said together", [
  assign("no source", () => ({ email }), "InvalidRequest"),
  assign("a source of nothing but null", () => ({ subscriptionId: null, orderId: null, email }), "InvalidRequest"),
  assign("two sources", (scene) => ({ ...scene.pool, ...scene.order, email }), "InvalidRequest"),
  assign("nothing at all", () => ({}), "InvalidRequest"),
  assign("no recipient", (scene) => scene.pool, "InvalidRequest"),
  assign(
    "a recipient of nothing but null",
    (scene) => ({ ...scene.pool, email: null, customerId: null, memberId: null }),
    "InvalidRequest",
  ),
  ...(
    [
      [["customerId", "memberId"], false],
      [["customerId", "externalMemberId"], false],
      [["externalCustomerId", "memberId"], false],
      [["externalCustomerId", "externalMemberId"], false],
      [["memberId", "externalMemberId"], false],
      [["customerId", "externalCustomerId"], false],
      [["customerId"], true],
      [["externalCustomerId"], true],
      [["memberId"], true],
      [["memberId", "externalMemberId"], true],
      [["customerId", "externalMemberId"], true],
      [["customerId", "externalCustomerId", "memberId", "externalMemberId"], true],
    ] as const
  ).flatMap(([names, withEmail]) =>
    [true, false].map((memberModel) =>
      assign(
        `${[...names, ...(withEmail ? ["email"] : [])].join(" and ")} ${memberModel ? "with" : "without"} the member model`,
        (scene) => ({ ...scene.pool, ...pick(...names), ...(withEmail ? { email } : {}) }),
        "InvalidRequest",
        { memberModel },
      ),
    ),
  ),
]);

const malformedIds = [
  "",
  "x",
  "7",
  ids.four.slice(1),
  `${ids.four}0`,
  ids.four.replaceAll("-", "_"),
  ` ${ids.four}`,
  7,
  true,
  {},
  [ids.four],
];

cases("malformed fields", [
  ...(["subscriptionId", "orderId", "customerId", "memberId"] as const).flatMap((name) =>
    malformedIds.map((id) =>
      assign(
        `${name} ${JSON.stringify(id)}`,
        (scene) => {
          const rest = name.endsWith("nId") || name.startsWith("order") ? { email } : scene.pool;
          return { ...rest, [name]: id };
        },
        "InvalidRequest",
      ),
    ),
  ),
  ...(["externalCustomerId", "externalMemberId"] as const).flatMap((name) =>
    ["", 7, true, {}, "\0", "x".repeat(1_001)].map((id) =>
      assign(
        `${name} ${JSON.stringify(id).slice(0, 20)}`,
        (scene) => ({ ...scene.pool, [name]: id }),
        "InvalidRequest",
      ),
    ),
  ),
  ...["soon", "", 2, null, {}, []].map((given) =>
    assign(`immediateClaim ${JSON.stringify(given)} on the wire`, to({ immediateClaim: given }), "InvalidRequest", {
      only: "wire",
    }),
  ),
  ...["true", 1, {}].map((given) =>
    assign(`immediateClaim ${JSON.stringify(given)} in the library`, to({ immediateClaim: given }), "InvalidRequest", {
      only: "library",
    }),
  ),
  assign(
    "a malformed field comes before an unknown pool",
    () => ({ subscriptionId: ids.four, email: "jane" }),
    "InvalidRequest",
  ),
  assign("an unknown field is refused in the library", to({ colour: "red" }), "InvalidRequest", { only: "library" }),
  assign(
    "an unknown field is ignored on the wire",
    to({ colour: "red", id: 7 }),
    { status: "pending" },
    { only: "wire" },
  ),
  assign(
    "a checkout is a source in the library",
    async (scene) => {
      await scene.opened({ subscriptionId: ids.four, checkoutId: ids.seven });
      return { checkoutId: ids.seven, email };
    },
    { subscriptionId: ids.four },
    { only: "library" },
  ),
  assign("a checkout that nobody knows is no pool", () => ({ checkoutId: ids.seven, email }), "PoolNotFound", {
    only: "library",
  }),
  assign("a checkout beside a source is one too many in the library", to({ checkoutId: ids.seven }), "InvalidRequest", {
    only: "library",
  }),
  assign(
    "a checkout is no source on the merchant's route",
    async (scene) => {
      await scene.opened({ subscriptionId: ids.four, checkoutId: ids.seven });
      return { checkoutId: ids.seven, email };
    },
    "InvalidRequest",
    { only: "wire" },
  ),
  assign(
    "a checkout beside a source is ignored on the merchant's route",
    to({ checkoutId: "x" }),
    { status: "pending" },
    { only: "wire" },
  ),
]);

test.each([
  ["true", true],
  ["TRUE", true],
  ["t", true],
  ["yes", true],
  ["y", true],
  ["on", true],
  ["1", true],
  [1, true],
  [1.0, true],
  ["false", false],
  ["False", false],
  ["f", false],
  ["no", false],
  ["n", false],
  ["off", false],
  ["0", false],
  [0, false],
] as const)("immediate_claim %j on the wire means %s", async (immediate_claim, meant) => {
  await using shop = await openShop();
  const body = { subscription_id: shop.acme.subscriptionId, email, immediate_claim };
  expect(await sent(shop, "POST", "", { body })).toMatchObject({ answer: { status: meant ? "claimed" : "pending" } });
});

test.each([
  ["without hyphens", (id: string) => id.replaceAll("-", "")],
  ["in braces", (id: string) => `{${id}}`],
  ["as a URN", (id: string) => `urn:uuid:${id}`],
])("an id on the wire may be written %s", async (_, written) => {
  await using shop = await openShop();
  const { subscriptionId } = shop.acme;
  const body = { subscription_id: written(subscriptionId), email };
  expect(await sent(shop, "POST", "", { body })).toMatchObject({ answer: { subscriptionId } });
  const query = `?subscription_id=${encodeURIComponent(written(subscriptionId))}`;
  expect(await sent(shop, "GET", query)).toMatchObject({ answer: { totalSeats: 3 } });
});

test.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["text", '"x"'],
  ["null", "null"],
  ["a number", "7"],
  ["nothing", ""],
  ["JSON with NaN", '{"metadata": {"a": NaN}}'],
])("a body of %s is refused", async (_, body) => {
  await using shop = await openShop();
  expect(await sent(shop, "POST", "", { body })).toEqual({ refusal: "422 RequestValidationError" });
});
