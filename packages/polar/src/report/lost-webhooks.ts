// Which changes a webhook should have told, of those that a pass found by itself. Pure.

import type { Seat } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { WireSeat } from "../wire/seat.ts";
import type { DifferentDrift, LostWebhookDrift } from "./drift.ts";

interface Told {
  readonly seatId: string | null;
  readonly type: string;
  readonly at: Date;
}

/** The steps that a listing shows and the ledger's seats did not. A changed e-mail, a resend and an expiry have no webhook. */
export function lostOfSeats(
  ref: PoolRef,
  listed: readonly WireSeat[],
  known: readonly Seat[],
  since: Date,
): readonly LostWebhookDrift[] {
  const mine = new Map(known.map((seat) => [seat.id, seat]));
  return lost(
    ref,
    listed.flatMap((seat) => stepsBeyond(seat, mine.get(seat.id))),
    since,
  );
}

/** Polar's invitations are valid for a day, and their expiry outlives claim and revoke. */
const invitationTtlMs = 24 * 60 * 60 * 1_000;

function stepsBeyond(seat: WireSeat, known: Seat | undefined): readonly Told[] {
  const expires = seat.invitation_token_expires_at;
  const assigned = expires && new Date(expires.getTime() - invitationTtlMs);
  const steps = [
    { type: "customer_seat.assigned", at: assigned, isKnown: isSame(known?.invitationTokenExpiresAt, expires) },
    { type: "customer_seat.claimed", at: seat.claimed_at, isKnown: isSame(known?.claimedAt, seat.claimed_at) },
    { type: "customer_seat.revoked", at: seat.revoked_at, isKnown: isSame(known?.revokedAt, seat.revoked_at) },
  ];
  return steps.flatMap(({ type, at, isKnown }) => (at && !isKnown ? [{ seatId: seat.id, type, at }] : []));
}

/** A pool's own change; of a product's new name no webhook is sent. */
export function lostOfPool(
  ref: PoolRef,
  drift: readonly DifferentDrift[],
  at: Date | null,
  since: Date,
): readonly LostWebhookDrift[] {
  const fields = drift.flatMap((entry) => entry.fields.map(({ field }) => field));
  if (at === null || !fields.some((field) => field === "seats" || field === "status")) return [];
  const type = ref.subscriptionId === null ? "order.updated" : "subscription.updated";
  return lost(ref, [{ seatId: null, type, at }], since);
}

/** What happened before the first webhook came was never to be told by one. */
function lost({ subscriptionId, orderId }: PoolRef, told: readonly Told[], since: Date): readonly LostWebhookDrift[] {
  return told
    .filter(({ at }) => at >= since)
    .map(({ seatId, type, at }) => ({
      ...{ kind: "lost-webhook" as const, subscriptionId, orderId, seatId, type },
      ...{ at: at.toISOString(), done: "recorded" as const },
    }));
}

function isSame(one: Date | null | undefined, other: Date | null): boolean {
  return (one ?? null)?.getTime() === other?.getTime();
}
