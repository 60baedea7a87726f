// Puts a subscription or an order where it is kept, and remembers what was bought when. A pool that did not change its
// seats or its status is not noted again.

import type { OrderRecord, SubscriptionRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import type { SandboxPoolFact } from "./pool-fact.ts";

export function putSubscription(state: SandboxState, subscription: SubscriptionRecord): void {
  state.subscriptions.set(subscription.id, subscription);
  remember(state, subscription, { subscriptionId: subscription.id, orderId: null });
}

export function putOrder(state: SandboxState, order: OrderRecord): void {
  state.orders.set(order.id, order);
  if (order.subscriptionId === null) remember(state, order, { subscriptionId: null, orderId: order.id });
}

function remember(
  state: SandboxState,
  { id, createdAt, modifiedAt, customerId, seats, status }: SubscriptionRecord | OrderRecord,
  pool: Pick<SandboxPoolFact, "subscriptionId" | "orderId">,
): void {
  const before = state.lastPoolFact.get(id);
  if (before?.seats === seats && before.status === status) return;
  const fact: SandboxPoolFact = Object.freeze({ at: modifiedAt ?? createdAt, ...pool, customerId, seats, status });
  state.lastPoolFact.set(id, fact);
  state.poolFacts.push(fact);
}
