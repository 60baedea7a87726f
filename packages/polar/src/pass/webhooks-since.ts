// Since when an organization's webhooks come: before that, none was lost.

import type { Pass } from "./pass.ts";

export async function webhooksSince({ ledger }: Pass, organizationId: string): Promise<Date | null> {
  const first = async (which: { readonly organizationId?: string }) =>
    (await ledger.inbox.list({ ...which, origin: "webhook", limit: 1 })).observations[0];
  const any = await first({});
  // A seat's webhook doesn't tell whose it is.
  const isOurs = any && (any.organizationId ?? organizationId) === organizationId;
  const found = isOurs ? any : any && (await first({ organizationId }));
  return found ? (found.sourceAt ?? found.observedAt) : null;
}
