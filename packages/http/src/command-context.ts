// What a request tells a command about itself, and who gives it: for the merchant whom `authenticate` named, in the portal the
// customer or the member, else the system. Facts of the request are erasable in the ledger; nothing else of it is passed on.

import { createHash } from "node:crypto";
import type { CommandContext } from "seat-ledger";
import type { Merchant } from "./access/merchant.ts";
import type { PortalCaller } from "./access/portal.ts";
import { versionToMatch } from "./wire/entity-tag.ts";
import { Refused } from "./wire/refusal.ts";
import { invalid } from "./wire/validation.ts";

/** As much as the ledger takes. */
export const maxIdempotencyKey = 1_000;
const maxUserAgent = 1_000;

/** For a request of the merchant: its keys are the organization's, whoever in it sends them. */
export function commandContext(request: Request, { actor }: Pick<Merchant, "actor">): CommandContext {
  return { ...requestFacts(request), actor, idempotencyKey: keyOf(request) };
}

/**
 * For a claim, which anybody who was invited may send: its key is bound to the invitation, so that it can neither take a key
 * that the merchant will use, nor be taken by another claim.
 */
export function claimContext(request: Request, invitationToken: string): CommandContext {
  const key = keyOf(request);
  if (!key) return requestFacts(request);
  return { ...requestFacts(request), idempotencyKey: `claim:${boundKey([invitationToken, key])}` };
}

/** For a request in the customer portal: who asks is known, and its keys can't meet anybody else's. */
export function portalContext(request: Request, { actor }: Pick<PortalCaller, "actor">): CommandContext {
  const key = keyOf(request);
  const facts = { ...requestFacts(request), actor };
  return key ? { ...facts, idempotencyKey: `portal:${boundKey([actor.type, actor.id ?? "", key])}` } : facts;
}

/** Its length is judged here, for a key that is bound to something is short in any case. */
function keyOf(request: Request): string | undefined {
  const key = request.headers.get("Idempotency-Key") ?? undefined;
  // One that is there and empty is a mistake: whoever sent it believes the command safe to repeat.
  if (key === undefined || (key !== "" && key.length <= maxIdempotencyKey)) return key;
  const msg = `Value error, must have 1 to ${maxIdempotencyKey} characters`;
  throw new Refused(invalid([{ loc: ["header", "Idempotency-Key"], msg, type: "value_error" }]));
}

function boundKey(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

function requestFacts(request: Request): CommandContext {
  const userAgent = request.headers.get("User-Agent")?.slice(0, maxUserAgent) || undefined;
  return { actor: { type: "system" }, userAgent, expectedVersion: versionToMatch(request) };
}
