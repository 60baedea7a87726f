// Whether a webhook comes from Polar, by its signature as Standard Webhooks has it. The library of that name is not used:
// it knows no clock but the system's, reads "123abc" as a time, and would be given each secret as base64 of itself.
// Nothing here looks into the body.

import { createHmac, timingSafeEqual } from "node:crypto";

/** The headers of a webhook; null where one is missing. */
export interface SignatureHeaders {
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly signature: string | null;
}

export type Verified =
  | { readonly kind: "verified"; readonly id: string }
  /** `problem` says which rule was broken, and nothing of what was sent. */
  | { readonly kind: "refused"; readonly problem: string };

/** Standard Webhooks and Polar's SDK allow the same five minutes, into the past and into the future. */
const toleranceS = 300;

export function signatureHeadersOf(headers: Headers): SignatureHeaders {
  return {
    id: headers.get("webhook-id"),
    timestamp: headers.get("webhook-timestamp"),
    signature: headers.get("webhook-signature"),
  };
}

/** `secrets` as Polar shows them, prefix and all. */
export function verifySignature(
  { id, timestamp, signature }: SignatureHeaders,
  body: Uint8Array,
  { secrets, now }: { readonly secrets: readonly string[]; readonly now: Date },
): Verified {
  if (!id || !timestamp || !signature)
    return refused("A webhook has a webhook-id, a webhook-timestamp and a webhook-signature.");
  const seconds = secondsOf(timestamp);
  if (seconds === null) return refused("The webhook-timestamp is no whole number of seconds.");
  // Whole seconds on both sides: the sender cut its own.
  const age = Math.floor(now.getTime() / 1_000) - seconds;
  if (age > toleranceS) return refused("The webhook-timestamp is older than five minutes.");
  if (age < -toleranceS) return refused("The webhook-timestamp lies more than five minutes in the future.");
  const given = signaturesIn(signature);
  const isSigned = secrets
    .flatMap(keysOf)
    .map((key) => createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest())
    .some((expected) => given.some((one) => one.length === expected.length && timingSafeEqual(one, expected)));
  return isSigned ? { kind: "verified", id } : refused("No webhook-signature agrees with a secret.");
}

/**
 * Polar signs with the UTF-8 bytes of the whole secret, and for endpoints that are switched to Standard Webhooks with what
 * the secret is base64 of. That standard asks for 24 bytes at least: fewer could be guessed, and are no key.
 */
function keysOf(secret: string): readonly Buffer[] {
  const whole = Buffer.from(secret, "utf8");
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const decoded = encoded === undefined ? null : Buffer.from(encoded, "base64");
  return decoded && decoded.length >= 24 ? [whole, decoded] : [whole];
}

function refused(problem: string): Verified {
  return { kind: "refused", problem };
}

/** Digits alone, as they were signed: no sign, point, blank or zero before them. */
function secondsOf(timestamp: string): number | null {
  return /^[1-9]\d{0,11}$/.test(timestamp) ? Number(timestamp) : null;
}

/** A header may hold several, divided by blanks; those of other versions than ours are passed over. */
function signaturesIn(header: string): readonly Buffer[] {
  return header.split(" ").flatMap((one) => {
    const [version, base64, ...rest] = one.split(",");
    return version === "v1" && base64 !== undefined && rest.length === 0 ? [Buffer.from(base64, "base64")] : [];
  });
}
