// Webhook events that a test makes up. Nothing in the sandbox changes by them.

import { valueRefused } from "./errors.ts";
import type { SandboxState } from "./state.ts";
import { announce } from "./webhooks/announce.ts";

/** Whose event it is. May be left out where there is one organization only. */
export type Emission = { readonly organizationId?: string | undefined };

export function emit(state: SandboxState, type: string, data: unknown, { organizationId }: Emission = {}): void {
  const [only, ...others] = state.organizations.keys();
  const owner = organizationId ?? (others.length === 0 ? only : undefined);
  if (owner === undefined) throw valueRefused(["organizationId"], "Say which organization this event is about.", null);
  announce(state, owner, type, data);
}
