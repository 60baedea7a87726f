// What a request tells a command about itself. Who the person behind an access token is, nobody knows here: the actor is
// the system. Facts of the request are erasable in the ledger; nothing else of it is passed on.

import { createHash } from "node:crypto";
import type { CommandContext } from "seat-ledger";

const maxUserAgent = 1_000;

/** For a request of the merchant. */
export function commandContext(request: Request): CommandContext {
  const key = request.headers.get("Idempotency-Key") || undefined;
  return { ...requestFacts(request), idempotencyKey: key };
}

/**
 * For a claim, which anybody who was invited may send: its key is bound to the invitation, so that it can neither take a key
 * that the merchant will use, nor be taken by another claim.
 */
export function claimContext(request: Request, invitationToken: string): CommandContext {
  const key = request.headers.get("Idempotency-Key");
  if (!key) return requestFacts(request);
  const bound = createHash("sha256")
    .update(JSON.stringify([invitationToken, key]))
    .digest("base64url");
  return { ...requestFacts(request), idempotencyKey: `claim:${bound}` };
}

function requestFacts(request: Request): CommandContext {
  const userAgent = request.headers.get("User-Agent")?.slice(0, maxUserAgent) || undefined;
  return { actor: { type: "system" }, userAgent };
}
