// How often a client may ask where nobody has to say who he is, and how often it may be wrong about that elsewhere. The routes
// that tell only about the API itself count nothing.

import { createHash } from "node:crypto";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { addressKey } from "./address.ts";
import { type Counter, createCounter, type Standing } from "./counter.ts";

/** How often in a minute. */
export interface RateLimits {
  /** Requests to the claim routes from one address. */
  readonly claimsPerAddress: number;
  /** Requests to the claim routes with one invitation token, from wherever. */
  readonly claimsPerToken: number;
  /** Tokens that nobody knows, from one address. */
  readonly failuresPerAddress: number;
}

/** Each throws `Refused` with 429 once there was too much. */
export interface Limits {
  /** Counts a request to a claim route. */
  readonly claim: (request: Request) => void;
  /** Counts a use of an invitation token, before anybody looks it up. */
  readonly invitation: (token: string) => void;
  /** Refuses a client that has failed too often; its good tokens too, else it could go on to guess. */
  readonly refuseFailing: (request: Request) => void;
  /** Counts a token that nobody knows. Never throws. */
  readonly failed: (request: Request) => void;
}

const windowMs = 60_000;
/** About ten megabytes for each of the three. */
const maxKeys = 50_000;

export type ClientAddress = (request: Request) => string | null;

/** Without `clientAddress` nothing is counted by address: one that anybody may make up is none. */
export function createLimits(limits: RateLimits | false, clientAddress: ClientAddress | undefined): Limits {
  if (limits === false) return unlimited;
  const [claims, invitations, failures] = [counter(), counter(), counter()];
  const keyOf = (request: Request) => {
    const address = clientAddress?.(request) ?? null;
    return address === null ? null : addressKey(address);
  };
  return {
    claim(request) {
      const key = keyOf(request);
      if (key !== null) refuseBeyond("address", limits.claimsPerAddress, claims.count(key, performance.now()));
    },
    invitation(token) {
      const key = createHash("sha256").update(token).digest("base64");
      refuseBeyond("invitation", limits.claimsPerToken, invitations.count(key, performance.now()));
    },
    refuseFailing(request) {
      const key = keyOf(request);
      if (key === null) return;
      const { counted, leftMs } = failures.standing(key, performance.now());
      refuseBeyond("failures", limits.failuresPerAddress, { counted: counted + 1, leftMs });
    },
    failed(request) {
      const key = keyOf(request);
      if (key !== null) failures.count(key, performance.now());
    },
  };
}

const unlimited: Limits = {
  claim: () => undefined,
  invitation: () => undefined,
  refuseFailing: () => undefined,
  failed: () => undefined,
};

function counter(): Counter {
  return createCounter({ windowMs, maxKeys });
}

function refuseBeyond(policy: string, limit: number, { counted, leftMs }: Standing): void {
  if (counted > limit) throw new Refused(tooMany(policy, limit, Math.max(1, Math.ceil(leftMs / 1_000))));
}

/** The headers: RFC 9110 and draft-ietf-httpapi-ratelimit-headers. */
function tooMany(policy: string, limit: number, seconds: number): Refusal {
  return {
    status: 429,
    error: "TooManyRequests",
    detail: `Too many requests: try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}`,
    headers: {
      "Retry-After": String(seconds),
      "RateLimit-Policy": `"${policy}";q=${limit};w=${windowMs / 1_000}`,
      RateLimit: `"${policy}";r=0;t=${seconds}`,
    },
  };
}
