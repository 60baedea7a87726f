// A subscription that ends, is paused, is past due or comes back. Whatever stops it takes every live seat away; nothing
// brings them back.

import { currentPeriod } from "./current-period.ts";
import { badRequest, PolarSandboxError } from "./errors.ts";
import { liveSeatsOf } from "./pools.ts";
import { putSubscription } from "./record/put-pool.ts";
import type { SandboxFactCause } from "./record/sandbox-fact.ts";
import type { SubscriptionRecord } from "./records.ts";
import { revokeHeldSeat } from "./seats/revoke-seat.ts";
import type { SandboxState } from "./state.ts";
import { subscriptionOf } from "./subscriptions.ts";
import { tellSubscriptionChanged } from "./tell/subscription.ts";

const alreadyCanceled = () =>
  new PolarSandboxError(
    403,
    "AlreadyCanceledSubscription",
    "This subscription is already canceled or will be at the end of the period.",
  );

/** Ends it at once, or, where it was canceled for the end of its period, is that end. */
export function endSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.endedAt !== null) throw alreadyCanceled();
  const at = state.now();
  const canceledAt = subscription.cancelAtPeriodEnd ? subscription.canceledAt : at;
  const ended = {
    status: "canceled",
    canceledAt,
    endsAt: at,
    endedAt: at,
    pausedAt: null,
    pendingUpdate: null,
  } as const;
  const now: SubscriptionRecord = { ...subscription, ...ended, modifiedAt: at };
  putSubscription(state, now);
  revokeLiveSeats(state, now, "subscription_ended");
  tellSubscriptionChanged(state, subscription, now);
  return now;
}

/** Cancels it for the end of its period: until `endSubscription`, everybody keeps the seat. */
export function cancelSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (!isBillable(subscription) || subscription.cancelAtPeriodEnd) throw alreadyCanceled();
  const endsAt = currentPeriod(subscription).end;
  return change(state, subscription, { cancelAtPeriodEnd: true, canceledAt: state.now(), endsAt });
}

/** Takes a cancellation back before it takes effect. */
export function uncancelSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (!isBillable(subscription) || !subscription.cancelAtPeriodEnd) throw badRequest("Bad request");
  return change(state, subscription, { cancelAtPeriodEnd: false, canceledAt: null, endsAt: null });
}

/** A payment failed. The seats go at once, or stay while the organization's grace lasts. */
export function markSubscriptionPastDue(
  state: SandboxState,
  subscriptionId: string,
  { withinGrace = false }: { readonly withinGrace?: boolean | undefined } = {},
): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (!isBillable(subscription)) throw alreadyCanceled();
  const pastDueAt = subscription.pastDueAt ?? state.now();
  const now =
    subscription.status === "past_due" ? subscription : change(state, subscription, { status: "past_due", pastDueAt });
  if (!withinGrace) revokeLiveSeats(state, now, "subscription_past_due");
  return now;
}

export function pauseSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.status !== "active" && subscription.status !== "trialing") {
    throw new PolarSandboxError(409, "CannotPauseSubscription", "This subscription cannot be paused.");
  }
  const at = state.now();
  const now: SubscriptionRecord = { ...subscription, status: "paused", pausedAt: at, modifiedAt: at };
  putSubscription(state, now);
  revokeLiveSeats(state, now, "subscription_paused");
  tellSubscriptionChanged(state, subscription, now);
  return now;
}

/** A paused one is resumed, one that is past due is paid, one that has ended is reinstated. */
export function reactivateSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.status === "active" || subscription.status === "trialing") {
    throw new PolarSandboxError(400, "CannotReinstateSubscription", "This subscription cannot be reinstated.");
  }
  const active = { status: "active", pausedAt: null, pastDueAt: null } as const;
  if (subscription.endedAt === null) return change(state, subscription, active);
  return change(state, subscription, {
    ...active,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    endsAt: null,
    endedAt: null,
  });
}

const isBillable = ({ status }: SubscriptionRecord): boolean =>
  status === "trialing" || status === "active" || status === "past_due";

function change(
  state: SandboxState,
  subscription: SubscriptionRecord,
  fields: Partial<SubscriptionRecord>,
): SubscriptionRecord {
  const now: SubscriptionRecord = { ...subscription, ...fields, modifiedAt: state.now() };
  putSubscription(state, now);
  tellSubscriptionChanged(state, subscription, now);
  return now;
}

function revokeLiveSeats(state: SandboxState, { id }: SubscriptionRecord, cause: SandboxFactCause): void {
  for (const seat of liveSeatsOf(state, id)) revokeHeldSeat(state, seat, cause);
}
