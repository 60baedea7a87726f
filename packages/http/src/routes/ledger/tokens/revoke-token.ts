// DELETE /v1/ledger/tokens/{token_id}: ends an access token of the organization. It may be the one that asks.

import { z } from "zod";
import { merchant } from "../../../access/merchant.ts";
import { type Route, route } from "../../../routing/route.ts";
import type { ServiceTokens } from "../../../service-tokens.ts";
import { documented } from "../../../wire/documented.ts";
import { uuid4 } from "../../../wire/fields.ts";
import { Refused, resourceNotFound } from "../../../wire/refusal.ts";
import { serviceToken, serviceTokenToWire } from "../../../wire/service-token.ts";

export function revokeToken(tokens: ServiceTokens): Route {
  return route({
    method: "DELETE",
    path: "/v1/ledger/tokens/{token_id}",
    operationId: "ledger:revoke_token",
    tag: "ledger",
    summary: "Revoke Token",
    description: "Ends a token at once. Again, it is answered as it is.",
    takesKey: false,
    access: merchant("tokens:write"),
    params: z.object({ token_id: documented(uuid4, { description: "The token's ID, not the token" }) }),
    answer: serviceToken,
    answers: "The token, revoked",
    refusals: { 404: "No such token" },
    async handle({ caller: { organizationId }, params }) {
      const token = await tokens.revokeToken({ organizationId, tokenId: params.token_id });
      if (token === null) throw new Refused(resourceNotFound("Token not found"));
      return serviceTokenToWire(token);
    },
  });
}
