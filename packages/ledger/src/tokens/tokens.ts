// Invitation and session tokens. A token is derived from a secret and the random id in its event, so that the log holds
// no token, and an idempotent retry or a second mail derives the same one. The first secret makes new tokens; the others
// derive again what they once made.

import { createHash, createHmac, createSecretKey, hash } from "node:crypto";
import type { TokenRecord } from "../domain/events.ts";
import { errors } from "../errors.ts";
import { invariant } from "../invariant.ts";

type Purpose = "invitation" | "session";

const prefixes: { readonly [P in Purpose]: string } = { invitation: "seat_inv_", session: "seat_ses_" };

export interface Tokens {
  /** A new token with this id, and what the log keeps of it. */
  issue(purpose: Purpose, id: string): { readonly token: string; readonly record: TokenRecord };
  /**
   * The token itself: 256 bits, base64url, with a prefix that secret scanners can know. `InvalidRequest` where the secret
   * that made it is not among those that the ledger was opened with.
   */
  derive(purpose: Purpose, record: { readonly id: string; readonly keyId: string }): string;
  /** A digest of a request: without the secret nobody can find out by trying which e-mail it holds. */
  digest(request: string): string;
  /** Whether a digest that was made once, perhaps with a former secret, is of this request. `InvalidRequest` as above. */
  isDigestOf(request: string, digest: string): boolean;
}

export function createTokens(secrets: readonly Uint8Array[]): Tokens {
  // As key objects: making one of bytes for each token took longer than the token.
  const byKeyId = new Map(secrets.map((secret) => [keyIdOf(secret), createSecretKey(secret)]));
  const [keyId] = byKeyId.keys();
  invariant(keyId !== undefined, "tokens are made from at least one secret");

  function derive(purpose: Purpose, record: { readonly id: string; readonly keyId: string }): string {
    return prefixes[purpose] + hmac(record.keyId, `${purpose}/1`, record.id);
  }

  function digest(request: string, by: string): string {
    return `${by}.${hmac(by, "request/1", request)}`;
  }

  function hmac(by: string, use: string, text: string): string {
    const secret = byKeyId.get(by);
    if (!secret) throw secretMissing(by);
    // One text of both: the same digest as two updates, in one call.
    return createHmac("sha256", secret)
      .update(use + text)
      .digest("base64url");
  }

  return {
    derive,
    digest: (request) => digest(request, keyId),
    isDigestOf: (request, made) => made === digest(request, made.slice(0, made.indexOf("."))),
    issue(purpose, id) {
      const token = derive(purpose, { id, keyId });
      return { token, record: { id, keyId, hash: hashOf(token) } };
    },
  };
}

/** By its hash a token is found without ever standing in the ledger. */
export function hashOf(token: string): string {
  return hash("sha256", token, "base64url");
}

/** Says which secret made a token, and nothing of the secret. */
function keyIdOf(secret: Uint8Array): string {
  return createHash("sha256").update("key/1").update(secret).digest("hex").slice(0, 8);
}

function secretMissing(keyId: string): Error {
  const message =
    `what was asked for needs the secret whose key id is ${keyId}, which is not here any more: ` +
    "put that secret back behind the current one, or send a new invitation";
  return new errors.InvalidRequest({ issues: [{ path: "secret", message }] });
}
