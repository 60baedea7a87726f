// A subscription that ends, is paused or comes back. Whatever stops it takes every live seat away; nothing brings them back.

import { PolarSandboxError } from "./errors.ts";
import { liveSeatsOf } from "./pools.ts";
import type { SubscriptionRecord } from "./records.ts";
import type { SandboxFactCause } from "./sandbox-fact.ts";
import { revokeHeldSeat } from "./seats/revoke-seat.ts";
import type { SandboxState } from "./state.ts";
import { subscriptionOf } from "./subscriptions.ts";

export function endSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.endedAt !== null) {
    throw new PolarSandboxError(
      403,
      "AlreadyCanceledSubscription",
      "This subscription is already canceled or will be at the end of the period.",
    );
  }
  const at = state.now();
  const ended = { status: "canceled", canceledAt: at, endedAt: at, pausedAt: null, pendingUpdate: null } as const;
  return stop(state, { ...subscription, ...ended, modifiedAt: at }, "subscription_ended");
}

export function pauseSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.status !== "active" && subscription.status !== "trialing") {
    throw new PolarSandboxError(409, "CannotPauseSubscription", "This subscription cannot be paused.");
  }
  const at = state.now();
  return stop(state, { ...subscription, status: "paused", pausedAt: at, modifiedAt: at }, "subscription_paused");
}

export function reactivateSubscription(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  const subscription = subscriptionOf(state, subscriptionId);
  if (subscription.status === "active" || subscription.status === "trialing") {
    throw new PolarSandboxError(400, "CannotReinstateSubscription", "This subscription cannot be reinstated.");
  }
  const active: SubscriptionRecord = {
    ...subscription,
    status: "active",
    canceledAt: null,
    endedAt: null,
    pausedAt: null,
    modifiedAt: state.now(),
  };
  state.subscriptions.set(active.id, active);
  return active;
}

function stop(state: SandboxState, stopped: SubscriptionRecord, cause: SandboxFactCause): SubscriptionRecord {
  state.subscriptions.set(stopped.id, stopped);
  for (const seat of liveSeatsOf(state, stopped.id)) revokeHeldSeat(state, seat, cause);
  return stopped;
}
