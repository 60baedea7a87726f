// What the document says of the length of a text holds, in the characters that it counts in: an emoji is one.

import { randomUUID } from "node:crypto";
import { organizationScopes } from "@seat-ledger/http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ask, type Json } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ withTokens: true });
  const { organizationId, customerId } = shop.acme;
  shop.admit("merchant", { type: "organization", organizationId, scopes: organizationScopes });
  shop.admit("buyer", { type: "customer", customerId, scopes: ["customer_portal:write"] });
});

afterEach(async () => {
  expect(shop.failures).toEqual([]);
  await shop[Symbol.asyncDispose]();
});

const person = { email: "jane@example.com" };
const product = { id: "team", name: "Team plan" };
const pool = (facts: object) => ({
  order_id: randomUUID(),
  customer_id: shop.acme.customerId,
  product,
  seats: 3,
  ...facts,
});
const seat = (recipient: object) => ({ order_id: shop.acme.orderId, ...recipient });

/** A body with a text in each place whose length the document limits. */
const bodies: Readonly<Record<string, (text: string) => object>> = {
  "/v1/ledger/customers /name": (name) => ({ name }),
  "/v1/ledger/customers /external_id": (external_id) => ({ external_id }),
  "/v1/ledger/customers/{customer_id}/members /name": (name) => ({ ...person, name }),
  "/v1/ledger/customers/{customer_id}/members /external_id": (external_id) => ({ ...person, external_id }),
  "/v1/ledger/pools /product/id": (id) => pool({ product: { ...product, id } }),
  "/v1/ledger/pools /product/name": (name) => pool({ product: { ...product, name } }),
  "/v1/ledger/pools /checkout_id": (checkout_id) => pool({ checkout_id }),
  "/v1/ledger/tokens /name": (name) => ({ name, scopes: ["ledger:read"] }),
  "/v1/customer-seats /external_customer_id": (external_customer_id) => seat({ external_customer_id }),
  "/v1/customer-seats /external_member_id": (external_member_id) => seat({ external_member_id }),
  "/v1/customer-portal/seats /external_customer_id": (external_customer_id) => seat({ external_customer_id }),
  "/v1/customer-portal/seats /external_member_id": (external_member_id) => seat({ external_member_id }),
};

it("knows here each place in a body where the document limits a text", async () => {
  expect(Object.keys(await limits()).sort()).toEqual(Object.keys(bodies).sort());
});

it.each(Object.entries(bodies))(
  "takes as many emoji as the document says in %s, and not one more",
  async (place, body) => {
    const most = (await limits())[place] ?? 0;
    const [path = ""] = place.replace("{customer_id}", shop.acme.customerId).split(" ");
    const sent = (count: number) =>
      ask(shop, "POST", path, {
        token: path.includes("portal") ? "buyer" : "merchant",
        body: body("😀".repeat(count)),
      });
    // Nobody is found by an id that was never given: that is no fault of the text.
    expect((await sent(most)).status).not.toBe(422);
    expect((await sent(most + 1)).status).toBe(422);
  },
);

it("counts so in a query too, as far as a URL goes", async () => {
  const id = encodeURIComponent("😀".repeat(600));
  expect((await ask(shop, "GET", `/v1/ledger/history?actor_type=user&actor_id=${id}`)).status).toBe(200);
});

/** How long a text may be by the document, by its path and pointer. */
async function limits(): Promise<Readonly<Record<string, number>>> {
  const { json: document } = await ask(shop, "GET", "/openapi.json", { token: null });
  const within = (schema: Json, at: string): readonly (readonly [string, number])[] => {
    if (schema.$ref) return within(document.components.schemas[schema.$ref.split("/").at(-1)], at);
    if (schema.anyOf) return schema.anyOf.flatMap((one: Json) => within(one, at));
    const fields = Object.entries(schema.properties ?? {});
    if (fields.length > 0) return fields.flatMap(([name, field]) => within(field, `${at}/${name}`));
    return schema.maxLength === undefined ? [] : [[at, schema.maxLength]];
  };
  return Object.fromEntries(
    Object.entries<Json>(document.paths).flatMap(([path, { post }]) =>
      post?.requestBody ? within(post.requestBody.content["application/json"].schema, `${path} `) : [],
    ),
  );
}
