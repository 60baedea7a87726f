// POST /v1/ledger/tokens: makes an access token that may do no more than the one that asks, for the same organization.

import { z } from "zod";
import { merchant } from "../../../access/merchant.ts";
import { organizationScopes } from "../../../access/scopes.ts";
import { type Route, route } from "../../../routing/route.ts";
import type { ServiceTokens } from "../../../service-tokens.ts";
import { documented } from "../../../wire/documented.ts";
import { text } from "../../../wire/fields.ts";
import { Refused } from "../../../wire/refusal.ts";
import { serviceToken, serviceTokenToWire } from "../../../wire/service-token.ts";

const maxName = 100;
const control = "\\u0000-\\u001f\\u007f-\\u009f";
/** Something to be seen, and no control character. For the document too, so that nothing in it means different things there. */
const printable = `^[^${control}]*[^\\s\\ufeff${control}][^${control}]*$`;

const expiry = z.string("Input should be a valid string").transform((given, context) => {
  const at = z.iso.datetime({ offset: true }).safeParse(given).success ? new Date(given) : null;
  if (at !== null && at.getTime() > Date.now()) return at;
  const message = "Value error, must be an instant to come, such as 2030-01-31T12:00:00Z";
  context.addIssue({ code: "custom", message, params: { type: "value_error" } });
  return z.NEVER;
});

const tokenCreate = documented(
  z.strictObject(
    {
      name: documented(
        text.refine((name) => [...name].length <= maxName && new RegExp(printable).test(name), {
          message: `Value error, must have 1 to ${maxName} characters that can be printed`,
        }),
        { description: "What the token is for", pattern: printable, maxLength: maxName },
      ),
      scopes: documented(z.array(z.enum(organizationScopes)).min(1, "Value error, must name a scope"), {
        description: "What it may do: at most what the token may that asks",
      }),
      expires_at: documented(expiry, { format: "date-time", description: "Default: it never expires" }).nullish(),
    },
    "Input should be a valid dictionary or object",
  ),
  { id: "ServiceTokenCreate" },
);

const createdToken = documented(
  z.object({
    token: serviceToken,
    access_token: documented(z.string(), { description: "The token itself. It is shown this once and kept nowhere" }),
  }),
  { id: "CreatedServiceToken" },
);

export function createToken(tokens: ServiceTokens): Route {
  return route({
    method: "POST",
    path: "/v1/ledger/tokens",
    operationId: "ledger:create_token",
    tag: "ledger",
    summary: "Create Token",
    description: "Makes an access token for the organization that asks. Asked twice, it makes two.",
    takesKey: false,
    access: merchant("tokens:write"),
    body: tokenCreate,
    answer: createdToken,
    answers: "The token, this once, and what is known of it",
    refusals: { 403: "A scope is asked for that the token which asks has not itself" },
    async handle({ caller, body }) {
      const scopes = [...new Set(body.scopes)];
      const missing = scopes.filter((scope) => !caller.scopes.includes(scope));
      if (missing.length > 0) throw new Refused(notHeld(missing));
      const { organizationId } = caller;
      const made = await tokens.createToken({
        organizationId,
        name: body.name.trim(),
        scopes,
        expiresAt: body.expires_at ?? null,
      });
      return { token: serviceTokenToWire(made.token), access_token: made.accessToken };
    },
  });
}

function notHeld(scopes: readonly string[]) {
  const detail = `A token can't give scopes that it has not itself: leave out ${scopes.join(", ")}`;
  return { status: 403, error: "ScopeNotHeld", detail } as const;
}
