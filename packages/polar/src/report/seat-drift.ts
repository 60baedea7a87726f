// Compares a listing with the seats of the ledger, field by field. Pure.

import { isDeepStrictEqual } from "node:util";
import type { Seat } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { WireSeat } from "../wire/seat.ts";
import type { DifferentDrift, DriftField, MissingDrift } from "./drift.ts";

/** In the place of what a report doesn't tell: an e-mail, a name, metadata. */
export const untold = "(not told)";

export type SeatDrift = MissingDrift | (DifferentDrift & { readonly seatId: string });

/** How the ledger's seats `before` a listing differed from it, and what of that was taken over: `after` is what they are now. */
export function seatDrift(
  ref: PoolRef,
  listed: readonly WireSeat[],
  { before, after }: { readonly before: readonly Seat[]; readonly after: readonly Seat[] },
): readonly SeatDrift[] {
  const [was, is] = [byId(before), byId(after)];
  return listed.flatMap((seat): SeatDrift[] => {
    const about = { subscriptionId: ref.subscriptionId, orderId: ref.orderId, seatId: seat.id };
    const known = was.get(seat.id);
    // Neither before nor after: there is nothing to compare.
    if (!known && !is.has(seat.id)) return [];
    if (!known) {
      return [{ kind: "missing", ...about, polar: { status: seat.status }, ledger: null, done: "recorded" }];
    }
    const now = is.get(seat.id) ?? known;
    const left = new Set(fieldsOf(now, seat).map(({ field }) => field));
    const fields = fieldsOf(known, seat);
    const recorded = fields.filter(({ field }) => !left.has(field));
    const kept = fields.filter((one) => left.has(one.field) && !isForgotten(one));
    return [
      ...(recorded.length > 0
        ? [{ kind: "different" as const, ...about, fields: recorded, done: "recorded" as const }]
        : []),
      ...(kept.length > 0 ? [{ kind: "different" as const, ...about, fields: kept, done: "kept" as const }] : []),
    ];
  });
}

/** Whether two lists of seats differ anywhere in what is compared. */
export function differs(listed: readonly WireSeat[], seats: readonly Seat[]): boolean {
  const known = byId(seats);
  return listed.some((seat) => {
    const mine = known.get(seat.id);
    return !mine || fieldsOf(mine, seat).length > 0;
  });
}

/** A person who was forgotten stays without a name here, whatever Polar shows. */
function isForgotten({ ledger }: DriftField): boolean {
  return ledger === null;
}

function fieldsOf(mine: Seat, theirs: WireSeat): readonly DriftField[] {
  const compared: readonly DriftField[] = [
    { field: "status", polar: theirs.status, ledger: mine.status },
    { field: "customerId", polar: theirs.customer_id, ledger: mine.customerId },
    { field: "memberId", polar: theirs.member_id, ledger: mine.memberId },
    {
      field: "invitationTokenExpiresAt",
      polar: isoOf(theirs.invitation_token_expires_at),
      ledger: isoOf(mine.invitationTokenExpiresAt),
    },
    { field: "claimedAt", polar: isoOf(theirs.claimed_at), ledger: isoOf(mine.claimedAt) },
    { field: "revokedAt", polar: isoOf(theirs.revoked_at), ledger: isoOf(mine.revokedAt) },
  ];
  const fields = compared.filter(({ polar, ledger }) => polar !== ledger);
  if (theirs.email !== mine.email) {
    fields.push({ field: "email", polar: theirs.email && untold, ledger: mine.email && untold });
  }
  if (!isDeepStrictEqual(theirs.seat_metadata ?? {}, mine.seatMetadata)) {
    fields.push({ field: "seatMetadata", polar: untold, ledger: untold });
  }
  return fields;
}

function byId(seats: readonly Seat[]): ReadonlyMap<string, Seat> {
  return new Map(seats.map((seat) => [seat.id, seat]));
}

function isoOf(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
