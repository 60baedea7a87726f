// What listSeats takes as Polar does it: which pools it knows, how they are named, and who may ask.

import { expect, test } from "vitest";
import { openShop, tokens } from "../shop.ts";
import { about, cases, ids, nobody } from "./cases.ts";
import { sent } from "./doors.ts";

const list = about("list");

cases("listing", [
  list("names by an id in capital letters", (scene) => ({ subscriptionId: scene.acme.subscriptionId.toUpperCase() }), {
    totalSeats: 3,
  }),
  list("does not know a subscription that nobody opened", () => ({ subscriptionId: nobody }), "PoolNotFound"),
  list("does not know an order that nobody made", () => ({ orderId: nobody }), "PoolNotFound"),
  list("does not know a subscription as an order", (scene) => ({ orderId: scene.acme.subscriptionId }), "PoolNotFound"),
  list("does not know an order as a subscription", (scene) => ({ subscriptionId: scene.acme.orderId }), "PoolNotFound"),
  list("does not know another organization's subscription", (scene) => scene.pool, "PoolNotFound", { as: "other" }),
  list("does not know another organization's order", (scene) => scene.order, "PoolNotFound", { as: "other" }),
  list(
    "does not know another organization's pool where seats are switched off",
    async (scene) => {
      await scene.seatsOff();
      return scene.pool;
    },
    "PoolNotFound",
    { as: "other" },
  ),
  list(
    "is refused while seats are switched off",
    async (scene) => {
      await scene.seatsOff();
      return scene.pool;
    },
    "SeatsNotEnabled",
  ),
  list(
    "answers an unknown pool before seats that are switched off",
    async (scene) => {
      await scene.seatsOff();
      return { subscriptionId: nobody };
    },
    "PoolNotFound",
  ),
  ...["x", "", "null", ids.four.slice(1)].flatMap((id) => [
    list(`the subscription ${JSON.stringify(id)} is malformed`, () => ({ subscriptionId: id }), "InvalidRequest"),
    list(`the order ${JSON.stringify(id)} is malformed`, () => ({ orderId: id }), "InvalidRequest"),
  ]),
  ...(["one", "seven", "nil"] as const).flatMap((version) => [
    list(`a query takes no id of version ${version}`, () => ({ subscriptionId: ids[version] }), "InvalidRequest", {
      only: "wire",
    }),
    list(
      `an id of version ${version} is nobody's subscription`,
      () => ({ subscriptionId: ids[version] }),
      "PoolNotFound",
      { only: "library" },
    ),
  ]),
  list(
    "takes the subscription where both are named on the wire",
    (scene) => ({ ...scene.order, ...scene.pool }),
    { totalSeats: 3 },
    { only: "wire" },
  ),
  list(
    "validates both where both are named on the wire",
    (scene) => ({ ...scene.pool, orderId: "x" }),
    "InvalidRequest",
    { only: "wire" },
  ),
  list(
    "does not fall back to the order where the subscription is unknown",
    (scene) => ({ subscriptionId: nobody, ...scene.order }),
    "PoolNotFound",
    { only: "wire" },
  ),
  list(
    "ignores unknown parameters on the wire",
    (scene) => ({ ...scene.pool, colour: "red", ["__proto__" as string]: "x" }),
    { totalSeats: 3 },
    { only: "wire" },
  ),
  list("refuses both sources in the library", (scene) => ({ ...scene.pool, ...scene.order }), "InvalidRequest", {
    only: "library",
  }),
  list("refuses no source in the library", () => ({}), "InvalidRequest", { only: "library" }),
  list("refuses unknown fields in the library", (scene) => ({ ...scene.pool, colour: "red" }), "InvalidRequest", {
    only: "library",
  }),
  list(
    "takes a checkout in the library",
    async (scene) => {
      await scene.opened({ orderId: ids.four, seats: 2, checkoutId: ids.seven });
      return { checkoutId: ids.seven };
    },
    { totalSeats: 2 },
    { only: "library" },
  ),
]);

test.each(["", "?checkout_id=3c90c3cc-0d44-4b50-8888-8dd25736052a", "?colour=red"])(
  "without a source %j the wire answers 400",
  async (query) => {
    await using shop = await openShop();
    expect(await sent(shop, "GET", query)).toEqual({ refusal: "400 BadRequest" });
  },
);

test.each([
  ["customer_seats:read", tokens.reader, true],
  ["customer_seats:write", tokens.writer, true],
  ["another scope", tokens.useless, false],
])("a list with %s", async (_, token, allowed) => {
  await using shop = await openShop();
  const outcome = await sent(shop, "GET", `?subscription_id=${shop.acme.subscriptionId}`, { token });
  expect(outcome).toMatchObject(allowed ? { answer: { totalSeats: 3 } } : { refusal: "403 insufficient_scope" });
});
