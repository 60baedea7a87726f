// Whether what was found may be seen by who asks.

import type { Call } from "./command.ts";

export function insideFence(organizationId: string, call: Pick<Call, "fence">): boolean {
  return call.fence === null || call.fence === organizationId;
}
