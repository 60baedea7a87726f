// Access tokens by route: who may make, list and end them, and that none can be used for more than it was made from.

import type { OrganizationScope } from "@seat-ledger/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, ask as send } from "./ask.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;
let keeper: string;

beforeEach(async () => {
  shop = await openShop({ withTokens: true });
  keeper = await tokenWith(["customer_seats:read", "tokens:read", "tokens:write"]);
});

afterEach(() => shop[Symbol.asyncDispose]());

const path = "/v1/ledger/tokens";
const ask = (method: string, at: string, given?: Asked) => send(shop, method, at, { token: keeper, ...given });
const listSeats = (token: string) =>
  send(shop, "GET", `/v1/customer-seats?subscription_id=${shop.acme.subscriptionId}`, { token });

async function tokenWith(scopes: readonly OrganizationScope[], organizationId = shop.acme.organizationId) {
  const made = await shop.tokens.createToken({ organizationId, name: "a test", scopes, expiresAt: null });
  return made.accessToken;
}

describe("a token that is made", () => {
  it("is shown once, and works", async () => {
    const { status, json } = await ask("POST", path, { body: { name: " CI ", scopes: ["customer_seats:read"] } });
    expect(status).toBe(200);
    expect(json.access_token).toMatch(/^seat_tok_[A-Za-z0-9_-]{43}$/);
    expect(json.token).toMatchObject({
      name: "CI",
      scopes: ["customer_seats:read"],
      expires_at: null,
      revoked_at: null,
    });
    expect(json.token.organization_id).toBe(shop.acme.organizationId);
    expect(json.token.hint).toBe(`seat_tok_…${json.access_token.slice(-4)}`);
    expect((await listSeats(json.access_token)).status).toBe(200);
    const listed = await ask("GET", path);
    expect(listed.json.tokens.map((token: { id: string }) => token.id)).toContain(json.token.id);
    expect(JSON.stringify(listed.json)).not.toContain(json.access_token);
  });

  it("is made twice when asked twice: no key can bring it back", async () => {
    const headers = { "Idempotency-Key": "once" };
    const body = { name: "CI", scopes: ["customer_seats:read"] };
    const [one, other] = [await ask("POST", path, { body, headers }), await ask("POST", path, { body, headers })];
    expect(one.json.access_token).not.toBe(other.json.access_token);
  });

  it("gets no scope that the one which asks has not", async () => {
    const scopes = ["customer_seats:read", "customer_seats:write"];
    const { status, json } = await ask("POST", path, { body: { name: "CI", scopes } });
    expect([status, json.code]).toEqual([403, "ScopeNotHeld"]);
    expect(json.detail).toContain("customer_seats:write");
    expect((await shop.tokens.allTokens({ organizationId: null })).length).toBe(1);
  });

  it.each([
    ["another organization", { organization_id: "00000000-0000-4000-8000-000000000000" }],
    ["a scope that there is not", { scopes: ["everything"] }],
    ["no scope", { scopes: [] }],
    ["no name", { name: " " }],
    ["a name of two lines", { name: "a\nb" }],
    ["a name of 101 characters", { name: "x".repeat(101) }],
    ["an expiry that is past", { expires_at: "2020-01-31T12:00:00Z" }],
    ["an expiry that is no instant", { expires_at: "tomorrow" }],
  ])("is refused with %s", async (_, fields) => {
    const body = { name: "CI", scopes: ["customer_seats:read"], ...fields };
    const { status, json } = await ask("POST", path, { body });
    expect([status, json.errors[0].pointer]).toEqual([422, `#/${Object.keys(fields)[0]}`]);
  });
});

describe("a list", () => {
  it("shows an organization its own tokens, the newest first, a page at a time", async () => {
    const other = await tokenWith(["tokens:read"], shop.other.organizationId);
    for (const name of ["one", "two", "three"]) await ask("POST", path, { body: { name, scopes: ["tokens:read"] } });
    const names: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const { json } = await ask("GET", `${path}?limit=3${next && `&cursor=${next}`}`);
      names.push(...json.tokens.map((token: { name: string }) => token.name));
      next = json.next;
    }
    expect(names).toEqual(["three", "two", "one", "a test"]);
    const theirs = await ask("GET", path, { token: other });
    expect(theirs.json.tokens).toHaveLength(1);
  });

  it("is gone on with by its own cursors alone: another organization's is as good as none", async () => {
    await tokenWith(["tokens:read"], shop.other.organizationId);
    const [theirs] = await shop.tokens.allTokens({ organizationId: shop.other.organizationId });
    const answers = [];
    for (const cursor of ["zz", "", "00000000-0000-4000-8000-000000000000", theirs?.id]) {
      const { status, json } = await ask("GET", `${path}?cursor=${cursor}`);
      expect([status, json.errors[0].parameter]).toEqual([422, "cursor"]);
      answers.push(JSON.stringify(json));
    }
    expect(new Set(answers).size).toBe(1);
  });

  it("tells the hour in which a token was used last, and that of one which never was", async () => {
    const { json } = await ask("POST", path, { body: { name: "idle", scopes: ["tokens:read"] } });
    const [idle, used] = (await ask("GET", path)).json.tokens;
    expect([idle.id, idle.last_used_at]).toEqual([json.token.id, null]);
    expect(used.last_used_at).toMatch(/T\d\d:00:00.000Z$/);
  });
});

describe("a token that is revoked", () => {
  it("is taken no more, and stays listed", async () => {
    const { json } = await ask("POST", path, { body: { name: "CI", scopes: ["customer_seats:read"] } });
    const revoked = await ask("DELETE", `${path}/${json.token.id}`);
    expect([revoked.status, typeof revoked.json.revoked_at]).toEqual([200, "string"]);
    expect((await listSeats(json.access_token)).status).toBe(401);
    expect((await ask("DELETE", `${path}/${json.token.id}`)).json).toEqual(revoked.json);
    expect((await ask("GET", path)).json.tokens[0]).toEqual(revoked.json);
  });

  it("may be the one that asks", async () => {
    const [{ id }] = (await ask("GET", path)).json.tokens;
    expect((await ask("DELETE", `${path}/${id}`)).status).toBe(200);
    expect((await ask("GET", path)).status).toBe(401);
  });

  it("is never another organization's", async () => {
    const other = await tokenWith(["tokens:write"], shop.other.organizationId);
    const [{ id }] = (await ask("GET", path)).json.tokens;
    const { status } = await ask("DELETE", `${path}/${id}`, { token: other });
    expect(status).toBe(404);
    expect((await ask("GET", path)).status).toBe(200);
  });
});

it("needs the scope: to read tokens:read or tokens:write, to change tokens:write", async () => {
  const reader = await tokenWith(["tokens:read"]);
  const seller = await tokenWith(["customer_seats:read", "customer_seats:write"]);
  const body = { name: "CI", scopes: ["tokens:read"] };
  const one = `${path}/00000000-0000-4000-8000-000000000000`;
  const statusesOf = async (token: string) => [
    (await ask("GET", path, { token })).status,
    (await ask("POST", path, { token, body })).status,
    (await ask("DELETE", one, { token })).status,
  ];
  expect(await statusesOf(keeper)).toEqual([200, 200, 404]);
  expect(await statusesOf(reader)).toEqual([200, 403, 403]);
  expect(await statusesOf(seller)).toEqual([403, 403, 403]);
  expect(await statusesOf("customer-token")).toEqual([401, 401, 401]);
});

it("answers tokens that are unknown, revoked and expired with the same bytes", async () => {
  const { organizationId } = shop.acme;
  const facts = { organizationId, name: "x", scopes: ["customer_seats:read"] };
  const expired = await shop.tokens.createToken({ ...facts, expiresAt: new Date(1) });
  const revoked = await shop.tokens.createToken({ ...facts, expiresAt: null });
  await shop.tokens.revokeAny({ tokenId: revoked.token.id });
  const answers = [];
  for (const token of [expired.accessToken, revoked.accessToken, "seat_tok_unknown", "", null]) {
    const { status, json, headers } = await send(shop, "GET", path, { token });
    answers.push(JSON.stringify([status, json, [...headers].filter(([name]) => name !== "x-request-id")]));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain("401");
});
