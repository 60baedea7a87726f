// What Polar tells of a subscription: which webhooks, in which order, and the events beside them. It looks at what changed
// and never at why.

import { noteEvent } from "../events/note-event.ts";
import { amountFor, productOf } from "../products.ts";
import type { SubscriptionRecord, SubscriptionStatus } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { announce } from "../webhooks/announce.ts";
import { isoWithOffset } from "../wire/instants.ts";
import { subscriptionToWire } from "../wire/subscription.ts";
import { tellCustomerState } from "./customer.ts";

export function tellSubscriptionCreated(state: SandboxState, subscription: SubscriptionRecord): void {
  tell(state, subscription, "created");
  const startedAt = { started_at: isoWithOffset(subscription.startedAt) };
  note(state, subscription, "subscription.created", startedAt, subscription.createdAt);
  if (isActive(subscription.status)) tell(state, subscription, "active");
  // Polar sends this one too, because merchants rely on it.
  tell(state, subscription, "updated");
  tellCustomerState(state, subscription.customerId);
}

/** The seats were asked to change: now, or at the next period. Polar dates the event by the asking in both cases. */
export function noteSeatsUpdated(
  state: SandboxState,
  { id, organizationId, customerId, seats: oldSeats }: SubscriptionRecord,
  seats: number,
  proration: "prorate" | "next_period",
): void {
  const subject = { organizationId, customerId };
  const asked = { subscription_id: id, proration_behavior: proration };
  noteEvent(state, subject, "subscription.seats_updated", { ...asked, old_seats: oldSeats || 1, new_seats: seats });
  noteEvent(state, subject, "subscription.updated", { ...asked, seats });
}

/** A new period has begun. */
export function tellSubscriptionCycled(state: SandboxState, subscription: SubscriptionRecord): void {
  note(state, subscription, "subscription.cycled");
  tell(state, subscription, "cycled");
}

/** Tells of a subscription that changed from what it was before, `updated` first. */
export function tellSubscriptionChanged(
  state: SandboxState,
  before: SubscriptionRecord,
  now: SubscriptionRecord,
): void {
  tell(state, now, "updated");
  for (const change of changesBetween(before, now)) {
    if (change !== "reactivated" && change !== "reinstated") tell(state, now, change);
    if (change !== "active") note(state, now, `subscription.${change}`, detailsOf(now, change));
  }
  tellCustomerState(state, now.customerId);
}

type Change =
  | "active"
  | "reactivated"
  | "reinstated"
  | "paused"
  | "resumed"
  | "uncanceled"
  | "past_due"
  | "canceled"
  | "revoked";

function changesBetween(before: SubscriptionRecord, now: SubscriptionRecord): Change[] {
  const resumed = isActive(now.status) && before.status === "paused";
  const activated = isActive(now.status) && !isActive(before.status) && !resumed;
  const reinstated = activated && before.status === "canceled";
  const revoked = isRevoked(now.status) && !isRevoked(before.status);
  const wasCanceled = before.canceledAt !== null;
  const isCanceled = now.canceledAt !== null;
  const became = (status: SubscriptionStatus) => now.status === status && before.status !== status;
  const changes: readonly (readonly [Change, boolean])[] = [
    ["active", activated],
    ["reactivated", activated && before.status === "past_due"],
    ["reinstated", reinstated],
    ["paused", became("paused")],
    ["resumed", resumed],
    ["uncanceled", !isCanceled && wasCanceled && !reinstated],
    ["past_due", became("past_due")],
    ["canceled", (isCanceled && !wasCanceled) || (revoked && wasCanceled)],
    ["revoked", revoked],
  ];
  return changes.flatMap(([change, happened]) => (happened ? [change] : []));
}

function detailsOf(now: SubscriptionRecord, change: Change): Record<string, unknown> {
  const iso = (date: Date | null) => (date === null ? null : isoWithOffset(date));
  if (change === "paused") return { paused_at: iso(now.pausedAt) };
  if (change === "past_due") return { past_due_at: iso(now.pastDueAt) };
  if (change !== "canceled") return {};
  const endsAt = now.endsAt === null ? {} : { ends_at: iso(now.endsAt) };
  return { canceled_at: iso(now.canceledAt), ...endsAt, cancel_at_period_end: now.cancelAtPeriodEnd };
}

/** Past due does not count: whoever is late with the money has no seats. */
const isActive = (status: SubscriptionStatus): boolean => status === "trialing" || status === "active";

const isRevoked = (status: SubscriptionStatus): boolean => status === "canceled" || status === "unpaid";

function tell(state: SandboxState, subscription: SubscriptionRecord, change: string): void {
  announce(state, subscription.organizationId, `subscription.${change}`, subscriptionToWire(state, subscription));
}

function note(
  state: SandboxState,
  subscription: SubscriptionRecord,
  name: string,
  details: Record<string, unknown> = {},
  timestamp?: Date,
): void {
  const { id, productId, seats } = subscription;
  const metadata = {
    subscription_id: id,
    product_id: productId,
    amount: amountFor(productOf(state, productId), seats),
    currency: "usd",
    recurring_interval: "month",
    recurring_interval_count: 1,
    ...details,
  };
  noteEvent(state, subscription, name, metadata, timestamp);
}
