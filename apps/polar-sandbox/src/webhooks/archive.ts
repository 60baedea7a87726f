// How long Polar keeps what it sent: 90 days after the event, its payload is gone, and only the bare attempt is left.

import type { SandboxState } from "../state.ts";
import type { WebhookEventRecord } from "./webhook-records.ts";

const keptMs = 90 * 24 * 60 * 60 * 1000;

export function isArchived(state: SandboxState, event: WebhookEventRecord): boolean {
  return event.createdAt.getTime() < state.now().getTime() - keptMs;
}
