// What a request tells a command about itself. Who the person behind a merchant's access token is, nobody knows here: there
// the actor is the system. Facts of the request are erasable in the ledger; nothing else of it is passed on.

import { createHash } from "node:crypto";
import type { CommandContext } from "seat-ledger";
import type { PortalCaller } from "./access/portal.ts";
import { versionToMatch } from "./wire/entity-tag.ts";

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
  return { ...requestFacts(request), idempotencyKey: `claim:${boundKey([invitationToken, key])}` };
}

/** For a request in the customer portal: who asks is known, and its keys can't meet anybody else's. */
export function portalContext(request: Request, { actor }: Pick<PortalCaller, "actor">): CommandContext {
  const key = request.headers.get("Idempotency-Key");
  const facts = { ...requestFacts(request), actor };
  return key ? { ...facts, idempotencyKey: `portal:${boundKey([actor.type, actor.id ?? "", key])}` } : facts;
}

function boundKey(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

function requestFacts(request: Request): CommandContext {
  const userAgent = request.headers.get("User-Agent")?.slice(0, maxUserAgent) || undefined;
  return { actor: { type: "system" }, userAgent, expectedVersion: versionToMatch(request) };
}
