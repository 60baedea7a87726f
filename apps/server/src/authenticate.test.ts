// How the service reads the Authorization header. Which token may do what: tests/server/tokens.test.ts.

import { expect, test } from "vitest";
import { createAuthenticate } from "./authenticate.ts";
import { openTokenStore } from "./tokens/token-store.ts";

const organizationId = "5eed0000-0000-4000-8000-00000000000a";

async function knows(authorization: string): Promise<boolean> {
  const tokens = openTokenStore(":memory:");
  try {
    const authenticate = createAuthenticate({ accessToken: "mine", organizationId, tokens });
    return (await authenticate(new Request("http://seats.example", { headers: { authorization } }))) !== null;
  } finally {
    await tokens.close();
  }
}

test.each(["Bearer mine", "bearer mine", "BEARER   mine"])("knows who sends '%s'", async (authorization) => {
  expect(await knows(authorization)).toBe(true);
});

test.each(["Bearer mine yours", "Bearer mine,", "Bearer", "Bearermine", "Basic mine", "mine", "Bearer  "])(
  "knows nobody who sends '%s'",
  async (authorization) => {
    expect(await knows(authorization)).toBe(false);
  },
);
