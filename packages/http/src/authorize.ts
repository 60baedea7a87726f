// Lets organizations with the right scope through to a ledger that is fenced to what is theirs, and nobody else.

import { createMiddleware } from "hono/factory";
import type { OrganizationLedger } from "seat-ledger";
import type { SeatApiOptions } from "./options.ts";
import { checkedPrincipal } from "./principal.ts";
import { type Refusal, Refused } from "./wire/refusal.ts";

/** What the merchant's routes find in their context. */
export interface MerchantEnv {
  Variables: { ledger: OrganizationLedger };
}

export type Scope = "customer_seats:read" | "customer_seats:write";

const unauthorized: Refusal = {
  status: 401,
  error: "Unauthorized",
  detail: "Send the access token of an organization as a bearer token",
  headers: { "WWW-Authenticate": "Bearer" },
};

/** A middleware: one of the scopes is enough. */
export function authorize({ ledger, authenticate }: SeatApiOptions, ...scopes: readonly Scope[]) {
  return createMiddleware<MerchantEnv>(async (context, next) => {
    const principal = checkedPrincipal(await authenticate(context.req.raw));
    if (principal?.type !== "organization") throw new Refused(unauthorized);
    if (!scopes.some((scope) => principal.scopes.includes(scope))) throw new Refused(insufficientScope(scopes));
    context.set("ledger", ledger.forOrganization(principal.organizationId));
    await next();
  });
}

function insufficientScope(scopes: readonly Scope[]): Refusal {
  const detail = `This needs the scope ${scopes.join(" or ")}`;
  return { status: 403, error: "insufficient_scope", detail };
}
