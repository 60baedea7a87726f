// Who may use the API: whoever sends the access token of the settings, which may do everything for the organization that the
// service was started for, or one of the tokens that were made since, which may do what they were made for and are named in
// history by their ids. That of the settings has none.

import { timingSafeEqual } from "node:crypto";
import { organizationScopes, type Principal } from "@seat-ledger/http";
import type { TokenStore } from "./tokens/token-store.ts";

export interface Known {
  /** Of the settings. */
  readonly accessToken: string;
  readonly organizationId: string;
  readonly tokens: Pick<TokenStore, "findRights">;
}

export function createAuthenticate({ accessToken, organizationId, tokens }: Known) {
  const expected = Buffer.from(accessToken);
  return async (request: Request): Promise<Principal | null> => {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (token === undefined) return null;
    if (isSame(Buffer.from(token), expected))
      return { type: "organization", organizationId, scopes: organizationScopes };
    // It is looked up by its digest: how long that takes tells nothing of any token.
    const rights = await tokens.findRights(token);
    return rights && { type: "organization", ...rights };
  };
}

/** In a time that tells nothing of what is expected but its length, which nobody needs to guess. */
function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
