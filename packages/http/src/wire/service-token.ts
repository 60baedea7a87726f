// An access token of the service on the wire, without the token.

import { z } from "zod";
import type { ServiceToken } from "../service-tokens.ts";
import { id, instant, instantOrNull } from "./answers.ts";
import { documented } from "./documented.ts";

export const serviceToken = documented(
  z.object({
    id,
    name: z.string(),
    hint: documented(z.string(), {
      description: "Its prefix and its last four characters",
      examples: ["seat_tok_…x1Yz"],
    }),
    organization_id: id,
    scopes: z.array(z.string()),
    created_at: instant,
    expires_at: documented(instant.nullable(), { description: "Null: it never expires" }),
    last_used_at: documented(instant.nullable(), { description: "The hour in which it was last used" }),
    revoked_at: instant.nullable(),
  }),
  {
    id: "ServiceToken",
    description: "An access token of the service. The token itself is shown once, when it is made.",
  },
);

export function serviceTokenToWire(token: ServiceToken): z.output<typeof serviceToken> {
  return {
    id: token.id,
    name: token.name,
    hint: token.hint,
    organization_id: token.organizationId,
    scopes: [...token.scopes],
    created_at: token.createdAt.toISOString(),
    expires_at: instantOrNull(token.expiresAt),
    last_used_at: instantOrNull(token.lastUsedAt),
    revoked_at: instantOrNull(token.revokedAt),
  };
}
