// Whom an event names: the member that it is about, the person who is given a seat, and at each later step whoever sits there.

import type { Authority, ProposedEvent } from "../../domain/events.ts";
import { personOf } from "../../domain/ids.ts";
import type { SeatState } from "../../domain/seat.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";

/** `seat` is the event's as it was before; `authority` that of its pool. */
export function flawOfPerson(event: ProposedEvent, seat: SeatState | null, authority: Authority | null): Flaw | null {
  switch (event.type) {
    case "MemberRegistered":
    case "MemberChanged":
    case "MemberRemoved":
      return event.personId === personOf(event.data.memberId)
        ? null
        : flaw("person_id", "the member that the event is about");
    case "SeatAssigned":
    case "SeatGranted": {
      // Polar does not always say who sits in a seat of its own.
      if (authority !== "ledger") return null;
      const { memberId, customerId } = event.data;
      return event.personId === (memberId ?? customerId) ? null : flaw("person_id", "the person who is given the seat");
    }
    case "InvitationResent":
    case "SeatClaimed":
    case "SeatRevoked":
    case "InvitationLapsed":
      if (!seat) return null;
      if (event.occupancy !== seat.occupancy) return flaw("occupancy", "that of the holding that runs");
      return event.personId === seat.personId ? null : flaw("person_id", "whoever holds the seat");
    default:
      return null;
  }
}
