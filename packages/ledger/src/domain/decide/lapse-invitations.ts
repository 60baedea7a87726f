// Freeing the seats whose invitations were not taken up in time. Polar never does: an expired invitation holds its seat
// for ever. Here the option `lapsedInvitations: "release"` asks for it; an event records it, when somebody needs a seat.

import type { SeatEvent } from "../events.ts";
import { isBefore } from "../moment.ts";
import { liveSeatsOf, type PoolState } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { statusAfter } from "../seat-machine.ts";
import { subjectOf } from "./seat-subject.ts";

/** One event for each pending seat of the pool whose invitation is past. */
export function lapseInvitations(pool: PoolState, moment: { readonly now: Date; readonly at: Date }): SeatEvent[] {
  return liveSeatsOf(pool)
    .filter(
      ({ status, expiresAt }) =>
        statusAfter(status, "InvitationLapsed") && expiresAt && isBefore(expiresAt, moment.now),
    )
    .map((seat) => seatEvent("InvitationLapsed", subjectOf(seat), {}, { at: moment.at }));
}
