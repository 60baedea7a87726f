// Subscriptions: buying them and changing how many seats they have. Ending and pausing stand in subscription-status.ts.

import { PolarSandboxError, resourceNotFound, valueRefused } from "./errors.ts";
import { customerOf } from "./find-customer.ts";
import { liveSeatsOf } from "./pools.ts";
import { productOf } from "./products.ts";
import { putSubscription } from "./record/put-pool.ts";
import type { CustomerRecord, ProductRecord, SubscriptionRecord, SubscriptionStatus } from "./records.ts";
import { required, type SandboxState, stamp } from "./state.ts";
import { tellCustomer } from "./tell/customer.ts";
import {
  noteSeatsUpdated,
  tellSubscriptionChanged,
  tellSubscriptionCreated,
  tellSubscriptionCycled,
} from "./tell/subscription.ts";

/** A subscription to be made. */
export type NewSubscription = {
  readonly productId: string;
  readonly customerId: string;
  /** Null for a product that is not sold by the seat. */
  readonly seats: number | null;
  /** `active` unless said. */
  readonly status?: SubscriptionStatus | undefined;
};

export function createSubscription(state: SandboxState, input: NewSubscription): SubscriptionRecord {
  const product = productOf(state, input.productId);
  const customer = customerOf(state, input.customerId);
  if (!product.recurring) throw valueRefused(["body", "product_id"], "Product is not recurring.", product.id);
  requireSameOrganization(product, customer);
  if (product.seatBased) becomeTeam(state, customer);
  const row = stamp(state);
  const status = input.status ?? "active";
  const subscription: SubscriptionRecord = {
    ...row,
    organizationId: product.organizationId,
    productId: product.id,
    customerId: customer.id,
    seats: input.seats,
    status,
    startedAt: row.createdAt,
    cancelAtPeriodEnd: false,
    canceledAt: status === "canceled" ? row.createdAt : null,
    endsAt: status === "canceled" ? row.createdAt : null,
    endedAt: status === "canceled" ? row.createdAt : null,
    pausedAt: status === "paused" ? row.createdAt : null,
    pastDueAt: status === "past_due" ? row.createdAt : null,
    pendingUpdate: null,
  };
  putSubscription(state, subscription);
  tellSubscriptionCreated(state, subscription);
  return subscription;
}

export function subscriptionOf(state: SandboxState, subscriptionId: string): SubscriptionRecord {
  return required(state.subscriptions, subscriptionId, () => resourceNotFound());
}

/** Changes the seats now: never below those that are held or invited to. */
export function updateSubscriptionSeats(state: SandboxState, subscriptionId: string, seats: number) {
  const subscription = subscriptionOf(state, subscriptionId);
  checkSeatsChange(state, subscription, seats);
  if (subscription.seats === seats && subscription.pendingUpdate === null) return subscription;
  if (subscription.seats !== seats) noteSeatsUpdated(state, subscription, seats, "prorate");
  return setSeats(state, subscription, seats);
}

/** Asks for so many seats from the next period on; `applyScheduledSeats` is that period's coming. */
export function scheduleSubscriptionSeats(state: SandboxState, subscriptionId: string, seats: number) {
  const subscription = subscriptionOf(state, subscriptionId);
  checkSeatsChange(state, subscription, seats);
  if (subscription.seats === seats && subscription.pendingUpdate === null) return subscription;
  if (subscription.seats !== seats) noteSeatsUpdated(state, subscription, seats, "next_period");
  const { id, createdAt } = stamp(state);
  const scheduled: SubscriptionRecord = {
    ...subscription,
    modifiedAt: createdAt,
    pendingUpdate: subscription.seats === seats ? null : { id, createdAt, seats },
  };
  putSubscription(state, scheduled);
  tellSubscriptionChanged(state, subscription, scheduled);
  return scheduled;
}

/** A scheduled change takes effect. Polar does not count again, so more may be held than are left. */
export function applyScheduledSeats(state: SandboxState, subscriptionId: string, seats: number) {
  return setSeats(state, subscriptionOf(state, subscriptionId), seats, tellSubscriptionCycled);
}

function setSeats(
  state: SandboxState,
  subscription: SubscriptionRecord,
  seats: number,
  tellFirst: typeof tellSubscriptionCycled = () => {},
): SubscriptionRecord {
  const changed: SubscriptionRecord = { ...subscription, seats, pendingUpdate: null, modifiedAt: state.now() };
  putSubscription(state, changed);
  tellFirst(state, changed);
  tellSubscriptionChanged(state, subscription, changed);
  return changed;
}

function checkSeatsChange(state: SandboxState, subscription: SubscriptionRecord, seats: number): void {
  if (subscription.status === "canceled" || subscription.status === "unpaid") {
    throw new PolarSandboxError(
      403,
      "AlreadyCanceledSubscription",
      "This subscription is already canceled or will be at the end of the period.",
    );
  }
  const product = productOf(state, subscription.productId);
  if (!product.seatBased) {
    const detail = "This subscription does not support seat-based pricing.";
    throw new PolarSandboxError(400, "NotASeatBasedSubscription", detail);
  }
  if (seats < product.minimumSeats) {
    throw new PolarSandboxError(400, "BelowMinimumSeats", `Minimum ${product.minimumSeats} seats required.`);
  }
  if (product.maximumSeats !== null && seats > product.maximumSeats) {
    throw new PolarSandboxError(400, "AboveMaximumSeats", `Maximum ${product.maximumSeats} seats allowed.`);
  }
  const assigned = liveSeatsOf(state, subscription.id).length;
  if (seats < assigned) {
    throw new PolarSandboxError(
      400,
      "SeatsAlreadyAssigned",
      `Cannot decrease seats to ${seats}. Currently ${assigned} seats are assigned. Revoke seats first.`,
    );
  }
}

/** A product is sold to customers of its own organization only. */
export function requireSameOrganization(product: ProductRecord, customer: CustomerRecord): void {
  if (customer.organizationId !== product.organizationId || customer.deletedAt !== null)
    throw resourceNotFound("Customer not found");
}

/** Whoever buys seats becomes a team, because an individual has no members. */
export function becomeTeam(state: SandboxState, customer: CustomerRecord): void {
  if (customer.type === "team") return;
  const team: CustomerRecord = { ...customer, type: "team", modifiedAt: state.now() };
  state.customers.set(customer.id, team);
  tellCustomer(state, team, "updated");
}
