// Lets a request in as often as the limits allow, and whom the route lets in.

import type { Services } from "../services.ts";
import { Refused } from "../wire/refusal.ts";
import type { Access } from "./access.ts";

export async function admit<Caller>(access: Access<Caller>, request: Request, services: Services): Promise<Caller> {
  const { limits } = services;
  if (access.isCounted) limits.claim(request);
  if (access.schemes.length === 0) return access.admit(request, services);
  limits.refuseFailing(request);
  try {
    return await access.admit(request, services);
  } catch (error) {
    const isUnknown = error instanceof Refused && error.refusal.status === 401;
    // Who sends no token guesses none.
    if (isUnknown && request.headers.has("Authorization")) limits.failed(request);
    throw error;
  }
}
