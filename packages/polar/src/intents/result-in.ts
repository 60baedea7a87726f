// Whether a seat, as Polar shows it, is what an intent wanted. Decided by what is shown alone: nobody is asked.

import { isDeepStrictEqual } from "node:util";
import type { ShownSeat } from "../translate/facts.ts";
import { invitationTtlMs } from "../translate/written-seat.ts";
import { type Intent, longestWriteMs } from "./intent.ts";
import type { Holder, Wish } from "./wish.ts";

/** By how much our clock may be ahead of Polar's. */
const clockSkewMs = 60_000;

/** What an intent brought about: the seat as that left it, and when. */
export interface Result {
  readonly seat: ShownSeat;
  readonly shownAt: Date;
}

/** Null where the seat doesn't show it, or where nothing can: a mail, and a claim by a token that is kept nowhere. */
export function resultIn({ operation, at, wish }: Intent, seat: ShownSeat): Result | null {
  switch (operation) {
    case "assignSeat":
      return wish?.holder && isHeldBy(wish.holder, seat) && isGivenAs(wish, seat) ? assignedSince(at, seat) : null;
    case "revokeSeat": {
      const { revokedAt } = seat;
      const isRevoked = wish?.same["seatId"] === seat.id && seat.status === "revoked" && revokedAt;
      return isRevoked && isSince(at, revokedAt) ? { seat, shownAt: revokedAt } : null;
    }
    case "resendInvitation":
    case "claimSeat":
      return null;
  }
}

/** When the holding began that a seat shows; null where it doesn't. */
export function beginningOf({
  invitationTokenExpiresAt: expires,
  claimedAt,
}: Pick<ShownSeat, "invitationTokenExpiresAt" | "claimedAt">): Date | null {
  return expires ? new Date(expires.getTime() - invitationTtlMs) : (claimedAt ?? null);
}

function isHeldBy(holder: Holder, { memberId, member, email, customerId }: ShownSeat): boolean {
  if (holder.memberId) return memberId === holder.memberId;
  if (holder.externalMemberId) return member?.externalId === holder.externalMemberId;
  if (holder.email) return (email ?? member?.email)?.toLowerCase() === holder.email;
  return customerId !== null && customerId === holder.customerId;
}

/** With the metadata that was asked for. And who is given a seat to claim at once gets no invitation. */
function isGivenAs({ asked }: Wish, { invitationTokenExpiresAt: expires, seatMetadata }: ShownSeat): boolean {
  const isImmediate = (expires ?? null) === null;
  return (
    (asked?.immediateClaim ?? false) === isImmediate && isDeepStrictEqual(asked?.metadata ?? {}, seatMetadata ?? {})
  );
}

/** Who took the invitation up has done so without the intent. */
function assignedSince(at: Date, seat: ShownSeat): Result | null {
  const began = beginningOf(seat);
  if (seat.status === "revoked" || began === null || !isSince(at, began)) return null;
  const isInvited = (seat.invitationTokenExpiresAt ?? null) !== null;
  return { seat: isInvited ? { ...seat, status: "pending", claimedAt: null } : seat, shownAt: began };
}

/** What came later than any write takes was somebody else's doing. */
function isSince(at: Date, time: Date): boolean {
  const laterMs = time.getTime() - at.getTime();
  return -clockSkewMs <= laterMs && laterMs <= longestWriteMs;
}
