// What the sandbox remembers of one step of a pool: how many seats were bought from when on, and whether they could be held.

import type { OrderStatus, SubscriptionStatus } from "../records.ts";

/** How a subscription or a one-time order stood from `at` on. Invoices of subscriptions are no pools and not in it. */
export type SandboxPoolFact = {
  readonly at: Date;
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly customerId: string;
  /** How many seats were bought; null where the product is not sold by the seat. */
  readonly seats: number | null;
  readonly status: SubscriptionStatus | OrderStatus;
};
