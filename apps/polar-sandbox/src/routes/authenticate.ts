// Who asks, and which organizations that token sees. The two claim routes never come here.

import type { MiddlewareHandler } from "hono";
import { unauthorized } from "../errors.ts";
import { type SandboxState, seesEverything, type Viewer } from "../state.ts";

export type SandboxEnv = { Variables: { viewer: Viewer } };

export function authenticate(state: SandboxState, accessToken: string): MiddlewareHandler<SandboxEnv> {
  return async (context, next) => {
    const token = /^bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw unauthorized();
    context.set("viewer", viewerFor(state, accessToken, token));
    await next();
  };
}

function viewerFor(state: SandboxState, accessToken: string, token: string): Viewer {
  if (token === accessToken) return seesEverything;
  const own = state.organizationByToken.get(token);
  if (own === undefined) throw unauthorized();
  return (organizationId) => organizationId === own;
}
