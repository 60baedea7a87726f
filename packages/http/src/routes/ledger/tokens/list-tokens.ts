// GET /v1/ledger/tokens: what is known of an organization's access tokens. No token is ever among it.

import { z } from "zod";
import { merchant } from "../../../access/merchant.ts";
import { type Route, route } from "../../../routing/route.ts";
import type { ServiceTokens } from "../../../service-tokens.ts";
import { documented } from "../../../wire/documented.ts";
import { text, wholeNumber } from "../../../wire/fields.ts";
import { serviceToken, serviceTokenToWire } from "../../../wire/service-token.ts";

const maxLimit = 1_000;
const defaultLimit = 100;

const query = z.strictObject({
  cursor: documented(text, { description: "`next` of the page before" }).optional(),
  limit: documented(wholeNumber({ from: 1, to: maxLimit }), {
    description: `How many tokens a page has; ${defaultLimit} unless said`,
  }).optional(),
});

const tokensPage = documented(
  z.object({
    tokens: z.array(serviceToken),
    next: documented(z.string().nullable(), { description: "The cursor of the next page; null on the last one" }),
  }),
  { id: "ServiceTokens" },
);

export function listTokens(tokens: ServiceTokens): Route {
  return route({
    method: "GET",
    path: "/v1/ledger/tokens",
    operationId: "ledger:list_tokens",
    tag: "ledger",
    summary: "List Tokens",
    description: "The access tokens of the organization, the newest first, revoked and expired ones included.",
    access: merchant("tokens:read", "tokens:write"),
    query,
    answer: tokensPage,
    answers: "A page of tokens",
    async handle({ caller: { organizationId }, query: { cursor, limit = defaultLimit } }) {
      const page = await tokens.listTokens({ organizationId, cursor, limit });
      return { tokens: page.tokens.map(serviceTokenToWire), next: page.next };
    },
  });
}
