// Seeing a forgotten person again restores nothing: what a source shows of one is taken without what names it. The seat
// itself goes on, nameless.

import { type CustomerId, type PersonId, personOf } from "../../domain/ids.ts";
import type { PoolState } from "../../domain/pool.ts";
import { isLive } from "../../domain/seat-machine.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { ShownSeatFact } from "./facts.ts";

export function* withoutForgotten(
  shown: readonly ShownSeatFact[],
  pool: Pick<PoolState, "customerId" | "seats">,
): Reads<readonly ShownSeatFact[]> {
  const seats: ShownSeatFact[] = [];
  for (const seat of shown) seats.push((yield* isAbout(seat, pool)) ? nameless(seat) : seat);
  return seats;
}

/** By who is shown, or, where nobody is shown but the payer, by who sits there. */
function* isAbout(shown: ShownSeatFact, pool: Pick<PoolState, "customerId" | "seats">): Reads<boolean> {
  const ids = shownIds(shown, pool.customerId);
  const seat = pool.seats.get(shown.id);
  if (ids.length === 0 && seat && isLive(seat.status)) ids.push(seat.personId ?? personOf(seat.holdingId));
  if (ids.length === 0 && shown.customerId !== null) ids.push(personOf(null, shown.customerId));
  for (const id of ids) if (yield* isForgotten(id)) return true;
  return false;
}

/** The payer's name is on every seat of the member model: there it is no holder. */
function shownIds({ memberId, member, customerId }: ShownSeatFact, payer: CustomerId): PersonId[] {
  const members = [memberId, member?.id ?? null].filter((id) => id !== null).map((id) => personOf(id));
  return customerId === null || customerId === payer ? members : [...members, personOf(null, customerId)];
}

function nameless(seat: ShownSeatFact): ShownSeatFact {
  return { ...seat, member: null, email: null, seatMetadata: {} };
}
