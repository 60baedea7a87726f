// Since when an organization's webhooks come: before that, none was lost.

import type { Pass } from "./pass.ts";

export async function webhooksSince({ ledger }: Pass, organizationId: string): Promise<Date | null> {
  const { observations } = await ledger.inbox.list({ origin: "webhook", organizationId, limit: 1 });
  const [first] = observations;
  return first ? (first.sourceAt ?? first.observedAt) : null;
}
