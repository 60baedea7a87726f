// Who may use a route: one object both lets callers in and is described in the OpenAPI document, so that the two can't differ.

import type { Services } from "../services.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";

/** The kinds of bearer tokens, as the OpenAPI document names them. */
export type SecurityScheme = "organization_token" | "customer_session" | "member_session";

export interface Access<Caller> {
  /** Any one of these is enough; none: everybody may. */
  readonly schemes: readonly SecurityScheme[];
  /** One of these is enough. */
  readonly scopes: readonly string[];
  /** Whether requests are counted by address, because nobody has to say who he is. */
  readonly isCounted?: true;
  /** Who asks, in the form in which the route's work needs it. Throws `Refused` for everybody else. */
  readonly admit: (request: Request, services: Services) => Promise<Caller>;
}

/** A route that asks nobody who he is: an Authorization header is ignored, whatever it says. */
export const everybody: Access<null> = { schemes: [], scopes: [], admit: async () => null };

/** The same, as often as the limits allow: for whoever was invited. */
export const invited: Access<null> = { ...everybody, isCounted: true };

/** For what is answered over a long time: throws once the caller is let in no more, or as somebody else. */
export async function stillTheSame<Caller>(
  who: (caller: Caller) => string,
  before: Caller,
  admitAgain: () => Promise<Caller>,
): Promise<void> {
  if (who(await admitAgain()) !== who(before)) throw new Refused(unauthorized);
}

export const unauthorized: Refusal = {
  status: 401,
  error: "Unauthorized",
  detail: "Send an access token that this route takes as a bearer token",
  headers: { "WWW-Authenticate": "Bearer" },
};

export function insufficientScope(scopes: readonly string[]): Refusal {
  return {
    status: 403,
    error: "insufficient_scope",
    code: "InsufficientScope",
    detail: `This needs the scope ${scopes.join(" or ")}`,
    headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"` },
  };
}
