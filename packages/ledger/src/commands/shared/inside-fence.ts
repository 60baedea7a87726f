// Whether what was found may be seen by who asks.

import type { Call } from "./command.ts";

export function insideFence(organizationId: string, call: Pick<Call, "fence">): boolean {
  return call.fence === null || call.fence === organizationId;
}

/**
 * In what a pool of another organization differs from the facts that are told of it. Behind a fence nobody hears whose it is: there
 * the answer is always the same, true or not, so that it tells nothing but that the id is taken.
 */
export function differingElsewhere(call: Pick<Call, "fence">): readonly string[] {
  return [call.fence === null ? "organizationId" : "kind"];
}
