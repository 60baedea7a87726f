// Invitation and session tokens. A token is derived from a secret and the random id in its event, so that the log holds
// no token, and an idempotent retry or a second mail derives the same one.

import { createHash, createHmac } from "node:crypto";
import type { TokenRecord } from "../domain/events.ts";
import { invariant } from "../invariant.ts";

type Purpose = "invitation" | "session";

const prefixes: { readonly [P in Purpose]: string } = { invitation: "seat_inv_", session: "seat_ses_" };

export interface Tokens {
  /** What the log keeps of a new token with this id. */
  record(purpose: Purpose, id: string): TokenRecord;
  /** The token itself: 256 bits, base64url, with a prefix that secret scanners can know. */
  derive(purpose: Purpose, record: { readonly id: string; readonly keyId: string }): string;
  /** A digest of a request: without the secret nobody can find out by trying which e-mail it holds. */
  digest(request: string): string;
  /** Whether a digest that was made once, perhaps with a former secret, is of this request. */
  isDigestOf(request: string, digest: string): boolean;
}

export function createTokens(secret: Uint8Array): Tokens {
  const keyId = createHash("sha256").update("key/1").update(secret).digest("hex").slice(0, 8);

  function derive(purpose: Purpose, record: { readonly id: string; readonly keyId: string }): string {
    invariant(record.keyId === keyId, `the secret of key ${record.keyId} is not known; this one is ${keyId}`);
    return (
      prefixes[purpose] + createHmac("sha256", secret).update(`${purpose}/1`).update(record.id).digest("base64url")
    );
  }

  function digest(request: string): string {
    return createHmac("sha256", secret).update("request/1").update(request).digest("base64url");
  }

  return {
    derive,
    digest,
    isDigestOf: (request, made) => made === digest(request),
    record: (purpose, id) => ({ id, keyId, hash: hashOf(derive(purpose, { id, keyId })) }),
  };
}

/** By its hash a token is found without ever standing in the ledger. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
