// A seat as a source showed it, in the domain's words.

import { type CustomerId, type MemberId, type PersonId, personOf } from "../../domain/ids.ts";
import type { ShownSeat } from "../../domain/replay/shown.ts";
import type { ShownSeatFact } from "./facts.ts";

/** A status rules out what another one would show: a pending seat was not claimed, a live one not revoked. */
export function shownSeat(fact: ShownSeatFact): ShownSeat {
  const { member, seatMetadata: metadata, invitationTokenExpiresAt: expiresAt, status } = fact;
  const { id, customerId, memberId, createdAt } = fact;
  return {
    id,
    status,
    customerId,
    memberId,
    personId: personShown(memberId, customerId),
    email: fact.email ?? member?.email ?? null,
    metadata,
    createdAt,
    expiresAt,
    claimedAt: status === "pending" ? null : fact.claimedAt,
    revokedAt: status === "revoked" ? fact.revokedAt : null,
  };
}

function personShown(memberId: MemberId | null, customerId: CustomerId | null): PersonId | null {
  if (memberId !== null) return personOf(memberId);
  return customerId === null ? null : personOf(null, customerId);
}
