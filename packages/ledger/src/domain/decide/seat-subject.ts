// Whom an event about a held seat is about: the holding that it has now.

import type { SeatSubject } from "../propose.ts";
import type { SeatState } from "../seat.ts";

export function subjectOf(seat: SeatState): SeatSubject {
  return { seatId: seat.id, occupancy: seat.occupancy, holdingId: seat.holdingId, personId: seat.personId };
}
