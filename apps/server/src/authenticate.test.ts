// How the service reads the Authorization header, and as whom it knows who sent it. Which token may do what: tests/server/tokens.test.ts.

import { organizationScopes, type Principal } from "@seat-ledger/http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAuthenticate } from "./authenticate.ts";
import { openTokenStore, type TokenStore } from "./tokens/token-store.ts";

const organizationId = "5eed0000-0000-4000-8000-00000000000a";

let tokens: TokenStore;

beforeEach(() => {
  tokens = openTokenStore(":memory:");
});

afterEach(() => tokens.close());

function principalOf(authorization: string): Promise<Principal | null> {
  const authenticate = createAuthenticate({ accessToken: "mine", organizationId, tokens });
  return authenticate(new Request("http://seats.example", { headers: { authorization } }));
}

const knows = async (authorization: string) => (await principalOf(authorization)) !== null;

test.each(["Bearer mine", "bearer mine", "BEARER   mine"])("knows who sends '%s'", async (authorization) => {
  expect(await knows(authorization)).toBe(true);
});

test.each([
  "Bearer mine yours",
  "Bearer ming",
  "Bearer min",
  "Bearer minee",
  "Bearer m\u00edne",
  "Bearer mine,",
  "Bearer",
  "Bearermine",
  "Basic mine",
  "mine",
  "Bearer  ",
])("knows nobody who sends '%s'", async (authorization) => {
  expect(await knows(authorization)).toBe(false);
});

test("knows a token that was made as an actor of its own, by the id under which it is listed", async () => {
  const facts = { organizationId, name: "CI", scopes: ["ledger:read"], expiresAt: null };
  const { token, accessToken } = await tokens.createToken(facts);
  expect(await principalOf(`Bearer ${accessToken}`)).toEqual({
    type: "organization",
    organizationId,
    scopes: ["ledger:read"],
    actor: { type: "system", id: token.id },
  });
});

test("knows the token of the settings as nobody in particular", async () => {
  expect(await principalOf("Bearer mine")).toEqual({
    type: "organization",
    organizationId,
    scopes: organizationScopes,
  });
});
