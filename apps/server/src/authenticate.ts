// Who may use the API: the one access token of the service stands for the organization that it was started for.

import { createHash, timingSafeEqual } from "node:crypto";
import type { Principal } from "@seat-ledger/http";

export function createAuthenticate(accessToken: string, organizationId: string) {
  const expected = digest(accessToken);
  return async (request: Request): Promise<Principal | null> => {
    const [scheme = "", token = ""] = (request.headers.get("authorization") ?? "").split(" ", 2);
    // Digests have one length, so that the comparison takes one time.
    const matches = scheme.toLowerCase() === "bearer" && timingSafeEqual(digest(token), expected);
    if (!matches) return null;
    return { type: "organization", organizationId, scopes };
  };
}

const scopes = ["customer_seats:read", "customer_seats:write", "ledger:read", "ledger:write", "metrics:read"];

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
