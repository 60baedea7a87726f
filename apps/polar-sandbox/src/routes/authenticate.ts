// Who asks, and which organizations that token sees. The two claim routes never come here.

import type { MiddlewareHandler } from "hono";
import { unauthorized } from "../errors.ts";
import { type SandboxState, seesEverything, type Viewer } from "../state.ts";

export type SandboxEnv = { Variables: { viewer: Viewer } };

/** Lets in whoever has the token that sees everything. */
export function requireToken(accessToken: string): MiddlewareHandler {
  return async (context, next) => {
    if (bearerToken(context.req.raw) !== accessToken) throw unauthorized();
    await next();
  };
}

export function authenticate(state: SandboxState, accessToken: string): MiddlewareHandler<SandboxEnv> {
  return async (context, next) => {
    const token = bearerToken(context.req.raw);
    if (token === undefined) throw unauthorized();
    context.set("viewer", viewerFor(state, accessToken, token));
    await next();
  };
}

/** The token of a request, if it carries one. */
export function bearerToken(request: Request): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Whose rate limit a request counts against. A token that sees everything counts for the only organization there is. */
export function limitedOrganization(state: SandboxState, request: Request): string {
  const token = bearerToken(request);
  if (token === undefined) return "nobody";
  const [only, ...others] = state.organizations.keys();
  return (
    state.organizationByToken.get(token) ?? (only !== undefined && others.length === 0 ? only : "every organization")
  );
}

function viewerFor(state: SandboxState, accessToken: string, token: string): Viewer {
  if (token === accessToken) return seesEverything;
  const own = state.organizationByToken.get(token);
  if (own === undefined) throw unauthorized();
  return (organizationId) => organizationId === own;
}
