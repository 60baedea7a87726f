// Which changes a webhook should have told, of those that a pass found by itself. Pure.

import type { Seat } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { ShownSeat } from "../translate/facts.ts";
import { shownSeat } from "../translate/seat.ts";
import { invitationTtlMs } from "../translate/written-seat.ts";
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

const seatTypes = ["customer_seat.assigned", "customer_seat.claimed", "customer_seat.revoked"] as const;

function stepsBeyond(seat: WireSeat, known: Seat | undefined): readonly Told[] {
  const shown = shownSeat(seat);
  return seatTypes.flatMap((type) => {
    const at = timeOfStep(type, shown);
    const isKnown = known !== undefined && timeOfStep(type, known)?.getTime() === at?.getTime();
    return at && !isKnown ? [{ seatId: seat.id, type, at }] : [];
  });
}

type Steps = Pick<ShownSeat, "invitationTokenExpiresAt" | "claimedAt" | "revokedAt">;

/** When a seat took the step of which a webhook of this type tells; null where it shows none. */
export function timeOfStep(
  type: string,
  { invitationTokenExpiresAt: expires, claimedAt, revokedAt }: Steps,
): Date | null {
  switch (type) {
    case "customer_seat.assigned":
      return expires ? new Date(expires.getTime() - invitationTtlMs) : null;
    case "customer_seat.claimed":
      return claimedAt ?? null;
    case "customer_seat.revoked":
      return revokedAt ?? null;
    default:
      return null;
  }
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
