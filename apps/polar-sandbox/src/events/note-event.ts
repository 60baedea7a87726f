// Notes what the events API lists. Nothing is sent from here.

import type { SandboxState } from "../state.ts";
import type { SystemEventRecord } from "./system-event.ts";

type Subject = { readonly organizationId: string; readonly customerId: string };

/** Notes an event of this moment, or of `timestamp` where Polar dates it otherwise. */
export function noteEvent(
  state: SandboxState,
  { organizationId, customerId }: Subject,
  name: string,
  metadata: SystemEventRecord["metadata"],
  timestamp = state.now(),
): void {
  state.systemEvents.push({
    id: state.systemEventIds.uuid(),
    timestamp,
    organizationId,
    customerId,
    name,
    metadata,
  });
}
