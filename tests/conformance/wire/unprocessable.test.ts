// Every rule of 422, to the letter.

import { describe, expect, it } from "vitest";
import type { Json } from "../ask.ts";
import { nobody, seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask, assign, assigned } = wire;
const versionSeven = "0190f5c8-7a4e-7b3c-8d2e-1f2a3b4c5d6e";

describe("422", () => {
  const id = nobody;
  const email = "jane@example.com";
  const rules: readonly (readonly [string, (source: object) => unknown, readonly (string | number)[]])[] = [
    ["no source", () => ({ email }), ["body"]],
    ["two sources", (source) => ({ ...source, order_id: id, email }), ["body"]],
    ["a checkout as the only source", () => ({ checkout_id: id, email }), ["body"]],
    ["no recipient", (source) => source, ["body"]],
    ["a recipient of nothing but null", (source) => ({ ...source, email: null, member_id: null }), ["body"]],
    ["a customer with a member", (source) => ({ ...source, customer_id: id, member_id: id }), ["body"]],
    [
      "a customer with an external member",
      (source) => ({ ...source, customer_id: id, external_member_id: "m" }),
      ["body"],
    ],
    ["both member ids", (source) => ({ ...source, member_id: id, external_member_id: "m" }), ["body"]],
    ["both customer ids", (source) => ({ ...source, customer_id: id, external_customer_id: "c" }), ["body"]],
    ["a customer with an e-mail", (source) => ({ ...source, external_customer_id: "c", email }), ["body"]],
    ["a member with an e-mail", (source) => ({ ...source, member_id: id, email }), ["body"]],
    ["a malformed e-mail", (source) => ({ ...source, email: "jane" }), ["body", "email"]],
    ["an empty e-mail", (source) => ({ ...source, email: "" }), ["body", "email"]],
    ["a malformed id", (source) => ({ ...source, customer_id: "c" }), ["body", "customer_id"]],
    ["a malformed source", () => ({ subscription_id: 7, email }), ["body", "subscription_id"]],
    [
      "an external id that is too long",
      (source) => ({ ...source, external_customer_id: "x".repeat(1_001) }),
      ["body", "external_customer_id"],
    ],
    ["an empty external id", (source) => ({ ...source, external_member_id: "" }), ["body", "external_member_id"]],
    ["metadata that are no object", (source) => ({ ...source, email, metadata: [1] }), ["body", "metadata"]],
    [
      "eleven metadata keys",
      (source) => ({ ...source, email, metadata: Object.fromEntries([..."abcdefghijk"].map((key) => [key, 1])) }),
      ["body", "metadata"],
    ],
    // {"k": "…"}: 9 characters around the value.
    [
      "1,025 characters of metadata",
      (source) => ({ ...source, email, metadata: { k: "x".repeat(1_016) } }),
      ["body", "metadata"],
    ],
    [
      "metadata too long as Python writes it",
      (source) => ({ ...source, email, metadata: { k: "é".repeat(170) } }),
      ["body", "metadata"],
    ],
    [
      "immediate_claim that is no boolean",
      (source) => ({ ...source, email, immediate_claim: "soon" }),
      ["body", "immediate_claim"],
    ],
    ["a body that is no object", () => "[]", ["body"]],
    ["a body that is no JSON", () => "{", ["body", 0]],
    ["no body", () => "", ["body"]],
  ];

  it.each(rules)("refuses %s", async (_, body, loc) => {
    const { status, json } = await assign(body({ subscription_id: wire.shop.acme.subscriptionId }));
    expect(status).toBe(422);
    expect(json).toEqual({
      error: "RequestValidationError",
      detail: [{ loc, msg: expect.any(String), type: expect.any(String) }],
    });
    expect((await wire.shop.ledger.getPool({ subscriptionId: wire.shop.acme.subscriptionId })).pending).toBe(0);
  });

  it("names every field that is wrong", async () => {
    const { json } = await assign({ subscription_id: "a", email: "b", member_id: "c" });
    expect(json.detail.map((one: Json) => [one.loc[1], one.type])).toEqual([
      ["subscription_id", "uuid_parsing"],
      ["email", "value_error"],
      ["member_id", "uuid_parsing"],
    ]);
  });

  it("takes ids of version 4 alone in paths and queries", async () => {
    for (const id of [versionSeven, "no-uuid"]) {
      expect((await ask("DELETE", `${seats}/${id}`)).json.detail[0].loc).toEqual(["path", "seat_id"]);
      expect((await ask("POST", `${seats}/${id}/resend`)).json.detail[0].loc).toEqual(["path", "seat_id"]);
      const [issue] = (await ask("GET", `/v1/seats/${id}/history`)).json.errors;
      expect(issue).toMatchObject({ in: "path", parameter: "seat_id" });
      const list = await ask("GET", `${seats}?subscription_id=${wire.shop.acme.subscriptionId}&order_id=${id}`);
      expect([list.status, list.json.detail[0].loc]).toEqual([422, ["query", "order_id"]]);
    }
    expect((await assign({ subscription_id: versionSeven, email })).status).toBe(404);
  });

  it("comes before the pool is looked for", async () => {
    expect((await assign({ subscription_id: nobody, email: "jane" })).status).toBe(422);
  });

  it("refuses a claim without its token", async () => {
    for (const body of [{}, { invitation_token: null }, { invitation_token: 7 }]) {
      const { status, json } = await ask("POST", `${seats}/claim`, { token: null, body });
      expect([status, json.detail[0].loc]).toEqual([422, ["body", "invitation_token"]]);
    }
  });

  it("refuses metadata that are nested beyond measure, like any that are too long", async () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    const body = `{"subscription_id":"${wire.shop.acme.subscriptionId}","email":"${email}","metadata":{"deep":${deep}}}`;
    expect((await assign(body)).status).toBe(422);
  });

  it.each([0, 1_001])("refuses an idempotency key of %i characters", async (length) => {
    const headers = { "Idempotency-Key": "k".repeat(length) };
    const { status, json } = await assign({ subscription_id: wire.shop.acme.subscriptionId, email }, { headers });
    expect([status, json.detail[0].loc]).toEqual([422, ["header", "Idempotency-Key"]]);
  });

  it("refuses an idempotency key of a claim that is too long", async () => {
    const { token } = await assigned();
    const headers = { "Idempotency-Key": "k".repeat(1_001) };
    const claim = { token: null, headers, body: { invitation_token: token } };
    const { status, json } = await ask("POST", `${seats}/claim`, claim);
    expect([status, json.detail[0].loc]).toEqual([422, ["header", "Idempotency-Key"]]);
  });
});
