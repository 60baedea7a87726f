// Sending an event once more, whether it was delivered or not. It must not wait for the answer.

import { resourceNotFound } from "../errors.ts";
import { required, type SandboxState, type Viewer } from "../state.ts";
import { endpointOf } from "./endpoints.ts";

/** Puts an event down to be sent again with the next deliveries. */
export function redeliver(state: SandboxState, eventId: string, viewer: Viewer): void {
  const event = required(state.webhooks.events, eventId, () => resourceNotFound());
  endpointOf(state, event.endpointId, viewer);
  state.webhooks.jobs.add({ eventId: event.id, dueAt: state.now().getTime(), redeliver: true });
}
